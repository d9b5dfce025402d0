import { Button } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '../../api/query';
import { Page } from '../../shared/page';
import { useSettled, Search } from '../../shared/search';
import { CatalogPicker, type PickedCatalog } from './CatalogPicker';
import { PackageDialog } from './PackageDialog';
import { PackageTable } from './PackageTable';
import css from './package.module.css';

const route = getRouteApi('/packages');

/** Every access package the person may see, by name, of one catalog or of all. */
export default function PackageList() {
  const { catalog, resource } = route.useSearch();
  const [typed, setTyped] = useState('');
  const [adding, setAdding] = useState(false);
  const search = useSettled(typed.trim());
  const go = useNavigate();
  const any = useRead('package.list', { offset: 0, limit: 1 }, { keep: true });
  const catalogs = useRead('catalog.list', { offset: 0, limit: 1 }, { keep: true });
  const picked = useRead('catalog.show', { catalog: catalog ?? 0 }, { enabled: catalog !== undefined });
  const given = useRead('principal.show', { principal: resource ?? 0 }, { enabled: resource !== undefined });
  const some = (any.data?.total ?? 0) > 0;
  const hasCatalog = (catalogs.data?.total ?? 0) > 0;
  const pick = (one: PickedCatalog | null) => void go({ to: '/packages', search: { ...(one ? { catalog: one.catalog } : {}), ...(resource ? { resource } : {}) }, replace: true });
  const add = hasCatalog ? (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>New package</Button>
  ) : <Button appearance="primary" onClick={() => void go({ to: '/catalogs' })}>Go to the catalogs</Button>;
  return (
    <Page title="Access packages" fill lead="Roles on groups, applications and directories that are given together, under policies that say who may ask, who approves and for how long." actions={some ? add : undefined}>
      <PackageTable
        filter={{ ...(search ? { search } : {}), ...(catalog === undefined ? {} : { catalog }), ...(resource === undefined ? {} : { resource }) }} label="Access packages" withCatalog={catalog === undefined}
        head={(some || catalog !== undefined || resource !== undefined) && (
          <>
            <Search value={typed} onChange={setTyped} label="Search packages by name" />
            <CatalogPicker picked={catalog === undefined ? null : { catalog, displayName: picked.data?.displayName ?? '…' }} onPick={pick} />
            {resource !== undefined && <span className={css.badges}>Giving “{given.data?.displayName ?? '…'}” <Button size="small" onClick={() => void go({ to: '/packages', search: catalog === undefined ? {} : { catalog }, replace: true })}>Show all</Button></span>}
          </>
        )}
        none={search || catalog !== undefined || resource !== undefined ? 'No package fits this search.' : hasCatalog ? 'A package is made in a catalog, of the resources that are in it.' : 'Make a catalog first; packages are made of what is in it.'} add={some ? null : add}
      />
      {adding && <PackageDialog catalog={picked.data} onClose={() => setAdding(false)} />}
    </Page>
  );
}
