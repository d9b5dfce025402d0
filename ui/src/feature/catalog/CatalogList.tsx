import { Button, Tab, TabList } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { BookRegular } from '@fluentui/react-icons/svg/book';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CatalogRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { type Column, Table } from '../../shared/table';
import { CatalogDialog } from './CatalogDialog';
import css from './catalog.module.css';

type Shown = 'all' | 'published' | 'unpublished';

const columns = (several: boolean): Column<CatalogRow>[] => [
  { id: 'name', label: 'Catalog', width: 'minmax(180px, 2fr)', show: (row) => <span className={css.two}><Link className="ellipsis" to="/catalogs/$catalog" params={{ catalog: row.catalog }} title={row.displayName}>{row.displayName}</Link>{row.description && <span className="ellipsis quiet" title={row.description}>{row.description}</span>}</span> },
  ...(several ? [{ id: 'directory', label: 'Directory', width: 'minmax(120px, 1fr)', show: (row: CatalogRow) => <span title={row.directoryName}>{row.directoryName}</span> }] : []),
  { id: 'state', label: 'State', width: '128px', show: (row) => <StateBadge tone={row.published ? 'good' : 'quiet'}>{row.published ? 'Published' : 'Not published'}</StateBadge> },
  { id: 'external', label: 'Outsiders', width: '96px', show: (row) => (row.external ? 'May ask' : <span className="quiet">May not</span>) },
  { id: 'packages', label: 'Packages', width: '80px', align: 'end', show: (row) => formatNumber(row.packageCount) },
  { id: 'resources', label: 'Resources', width: '80px', align: 'end', show: (row) => formatNumber(row.resourceCount) },
  { id: 'changed', label: 'Changed', width: '112px', show: (row) => <Moment at={row.changedAt} day /> },
];

/** Where resources, packages and policies are kept together, governed by whom they concern. */
export default function CatalogList() {
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const [adding, setAdding] = useState(false);
  const search = useSettled(typed.trim());
  const filter = { ...(search ? { search } : {}), ...(shown === 'all' ? {} : { published: shown === 'published' }) };
  const pages = usePages('catalog.list', filter);
  const first = useRead('catalog.list', { offset: 0, limit: 1 }, { keep: true });
  const directories = useRead('directory.list', {}, { keep: true });
  const go = useNavigate();
  const mayCreate = first.data?.mayCreate === true;
  const any = (first.data?.total ?? 0) > 0;
  const add = <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>New catalog</Button>;
  return (
    <Page title="Catalogs" fill lead="A catalog holds resources, and the access packages made of them. Who owns it governs it without being an administrator." actions={mayCreate && any ? add : undefined}>
      {any && (
        <div className={css.filters}>
          <Search value={typed} onChange={setTyped} label="Search catalogs by name" />
          <TabList selectedValue={shown} onTabSelect={(_, change) => setShown(change.value as Shown)} style={{ marginInlineStart: 0 }}>
            <Tab value="all">All</Tab><Tab value="published">Published</Tab><Tab value="unpublished">Not published</Tab>
          </TabList>
          <span className="quiet number" aria-live="polite">{pages.total !== null && count(pages.total, 'catalog')}</span>
        </div>
      )}
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null || !first.data ? !pages.problem && <Loading label="Reading the catalogs" /> : pages.total === 0 ? (
        any ? <Empty icon={<BookRegular />} title="Nothing found" text="No catalog is called so in this state." /> : (
          <Empty icon={<BookRegular />} title="No catalog yet" text={mayCreate ? 'Put the resources of a project or a department into a catalog; access packages are made of them.' : 'You see the catalogs in which you were given a role.'}>{mayCreate && add}</Empty>
        )
      ) : (
        <Table key={`${search} ${shown}`} label="Catalogs" columns={columns((directories.data?.length ?? 1) > 1)} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52} onOpen={(row) => void go({ to: '/catalogs/$catalog', params: { catalog: row.catalog } })} />
      )}
      {adding && <CatalogDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
