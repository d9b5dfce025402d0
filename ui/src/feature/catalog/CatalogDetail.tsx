import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger, Tab, TabList } from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { PackageDialog } from '../package/PackageDialog';
import { PackageTable } from '../package/PackageTable';
import { CatalogDialog } from './CatalogDialog';
import { DelegationTab } from './DelegationTab';
import { ResourceTab } from './ResourceTab';
import css from './catalog.module.css';
import { roleWords } from './words';

const route = getRouteApi('/catalogs/$catalog');

/** One catalog: what it holds, what is made of it, who governs it. */
export default function CatalogDetail() {
  const { catalog } = route.useParams();
  const { tab = 'packages' } = route.useSearch();
  const read = useRead('catalog.show', { catalog });
  const remove = useWrite('catalog.delete');
  const [asking, setAsking] = useState<'edit' | 'delete' | 'package' | null>(null);
  const go = useNavigate();
  const tell = useTell();
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the catalog" />;
  const view = read.data;
  const may = (task: (typeof view.may)[number]) => view.may.includes(task);
  const roles = view.roles.filter((role) => role !== 'administrator').map((role) => roleWords[role].word.toLowerCase());
  return (
    <Page
      title={view.displayName} fill back={{ to: '/catalogs', label: 'Catalogs' }}
      badge={<span className={css.badges}><StateBadge tone={view.published ? 'good' : 'quiet'}>{view.published ? 'Published' : 'Not published'}</StateBadge>{view.external && <StateBadge tone="busy">Open to outsiders</StateBadge>}</span>}
      lead={<>{view.description && <span dir="auto">{view.description} </span>}Resources of {view.directoryName}. Made <Moment at={view.createdAt} day /> by {view.createdBy}.{roles.length > 0 && ` You are ${roles.join(' and ')} here.`}</>}
      actions={(
        <>
          {may('createPackage') && <Button appearance="primary" onClick={() => setAsking('package')}>New package…</Button>}
          {(may('editCatalog') || may('deleteCatalog')) && (
            <Menu>
              <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label="More actions" /></MenuTrigger>
              <MenuPopover>
                <MenuList>
                  {may('editCatalog') && <MenuItem onClick={() => setAsking('edit')}>Change the catalog…</MenuItem>}
                  {may('deleteCatalog') && <><MenuDivider /><MenuItem disabled={view.packageCount > 0} onClick={() => setAsking('delete')}>Delete the catalog…</MenuItem></>}
                </MenuList>
              </MenuPopover>
            </Menu>
          )}
        </>
      )}
    >
      <TabList selectedValue={tab} onTabSelect={(_, change) => void go({ to: '/catalogs/$catalog', params: { catalog }, search: change.value === 'packages' ? {} : { tab: change.value as string }, replace: true })}>
        <Tab value="packages">Packages ({formatNumber(view.packageCount)})</Tab>
        <Tab value="resources">Resources ({formatNumber(view.resourceCount)})</Tab>
        <Tab value="roles">Who governs it</Tab>
      </TabList>
      {tab === 'resources' ? <ResourceTab catalog={view} /> : tab === 'roles' ? <DelegationTab catalog={view} /> : (
        <PackageTable
          filter={{ catalog }} label={`Packages of ${view.displayName}`} withCatalog={false}
          none={view.resourceCount === 0 ? 'Add resources first; packages are made of them.' : 'A package gives several roles together, under policies of its own.'}
          add={may('createPackage') && <Button appearance="primary" onClick={() => setAsking('package')}>New package…</Button>}
        />
      )}
      {asking === 'edit' && <CatalogDialog catalog={view} onClose={() => setAsking(null)} />}
      {asking === 'package' && <PackageDialog catalog={view} onClose={() => setAsking(null)} />}
      {asking === 'delete' && (
        <ConfirmDialog title={`Delete “${view.displayName}”?`} action="Delete the catalog" danger busy={remove.isPending} problem={remove.error} onClose={() => setAsking(null)}
          onConfirm={() => remove.mutate({ catalog }, { onSuccess: () => { tell.done('The catalog was deleted.'); void go({ to: '/catalogs' }); } })}>
          Its resources stay in the directory as they are; the roles given in it end. This cannot be taken back.
        </ConfirmDialog>
      )}
    </Page>
  );
}
