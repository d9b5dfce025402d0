import { Button, Select } from '@fluentui/react-components';
import { DatabaseRegular } from '@fluentui/react-icons/svg/database';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CatalogView, ResourceLine } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { ResourceAddDialog } from './ResourceAddDialog';
import css from './catalog.module.css';
import { kindWords } from './words';

const kinds = ['group', 'servicePrincipal', 'directoryRole', 'azureRole'];

/** What the packages of the catalog may give, and what of it a person must do. */
export function ResourceTab({ catalog }: { catalog: CatalogView }) {
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState('');
  const search = useSettled(typed.trim());
  const pages = usePages('catalog.resource.list', { catalog: catalog.catalog, ...(search ? { search } : {}), ...(kind ? { kind } : {}) });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<ResourceLine | null>(null);
  const mayRemove = catalog.may.includes('removeResource');
  const add = catalog.may.includes('addResource') && <Button appearance="primary" onClick={() => setAdding(true)}>Add resources…</Button>;
  return (
    <div className={css.tab}>
      {catalog.resourceCount > 0 && (
        <div className={css.head}>
          <Search value={typed} onChange={setTyped} label="Search resources by name" />
          <Select aria-label="Kind of resource" value={kind} onChange={(_, change) => setKind(change.value)}>
            <option value="">Every kind</option>
            {kinds.map((one) => <option key={one} value={one}>{kindWords[one]}</option>)}
          </Select>
          <span className="quiet number" aria-live="polite">{pages.total !== null && count(pages.total, 'resource')}</span>
          {add}
        </div>
      )}
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the resources" /> : pages.total === 0 ? (
        catalog.resourceCount > 0 ? <Empty icon={<DatabaseRegular />} title="Nothing found" text="No resource of this catalog is called so." /> : (
          <Empty icon={<DatabaseRegular />} title="No resource yet" text="Groups, applications and roles that the packages of this catalog may give. Whoever adds one owns it, or is an administrator.">{add}</Empty>
        )
      ) : (
        <Table
          key={`${search} ${kind}`} label={`Resources of ${catalog.displayName}`} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52}
          columns={[
            { id: 'name', label: 'Resource', width: 'minmax(160px, 1.6fr)', show: (row) => <span className={css.two}><Link className="ellipsis" to="/principals/$principal" params={{ principal: row.resource }} title={row.displayName}>{row.displayName}</Link><span className="ellipsis quiet" title={row.description}>{[kindWords[row.kind] ?? row.kind, row.description].filter(Boolean).join(' · ')}</span></span> },
            {
              id: 'way', label: 'How it is given', width: 'minmax(168px, 2fr)',
              show: (row) => row.gone
                ? <span className={css.two}><span><StateBadge tone="bad">Gone</StateBadge></span><span className="quiet">No longer in the directory</span></span>
                : row.sentence ? <span className={css.two}><span className={css.badges}><StateBadge tone="warn">By hand</StateBadge>{row.privileged && <Privileged />}</span><span className="ellipsis quiet" title={row.sentence}>{row.sentence}</span></span>
                : <span className={css.two}><span className={css.badges}><StateBadge tone="good">From here</StateBadge>{row.privileged && <Privileged />}</span><span className="quiet">Added and removed by a plan</span></span>,
            },
            { id: 'packages', label: 'Packages', width: '80px', align: 'end', show: (row) => row.packageCount > 0 ? <Link to="/packages" search={{ catalog: catalog.catalog, resource: row.resource }}>{formatNumber(row.packageCount)}</Link> : '0' },
            { id: 'added', label: 'Added', width: 'minmax(104px, 0.7fr)', show: (row) => <span className={css.two}><span><Moment at={row.addedAt} day /></span><span className="ellipsis quiet" title={row.addedBy}>by {row.addedBy}</span></span> },
            { id: 'act', label: 'Act', width: '96px', show: (row) => mayRemove && <Button size="small" disabled={row.packageCount > 0} aria-label={`Remove ${row.displayName} from the catalog`} title={row.packageCount > 0 ? 'Take it out of its packages first.' : undefined} onClick={() => setRemoving(row)}>Remove…</Button> },
          ]}
        />
      )}
      {adding && <ResourceAddDialog catalog={catalog} onClose={() => setAdding(false)} />}
      {removing && <RemoveDialog catalog={catalog} row={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

function RemoveDialog({ catalog, row, onClose }: { catalog: CatalogView; row: ResourceLine; onClose: () => void }) {
  const remove = useWrite('catalog.resource.remove');
  const tell = useTell();
  return (
    <ConfirmDialog title={`Remove “${row.displayName}” from the catalog?`} action="Remove it" danger busy={remove.isPending} problem={remove.error} onClose={onClose}
      onConfirm={() => remove.mutate({ catalog: catalog.catalog, resource: row.resource }, { onSuccess: () => { tell.done('The resource was removed from the catalog.'); onClose(); } })}>
      No package of “{catalog.displayName}” gives it. In the directory nothing changes.
    </ConfirmDialog>
  );
}

/** Whoever holds it can change the rights of others. */
const Privileged = () => <span title="Its holders can change the rights of others"><StateBadge tone="warn">Privileged</StateBadge></span>;
