import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Select } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccessPage, PersonView, SnapshotRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { formatMoment } from '../../shared/date';
import { ReturnFocus } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { Table } from '../../shared/table';
import { entitlementText } from '../item/words';
import css from './principal.module.css';

type Row = AccessPage['rows'][number];
const SHOWN = 200;

/** Everything one person holds in all directories, each with its way: now, or as of a past snapshot. */
export function AccessList({ view, pick }: { view: PersonView; pick: boolean }) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim());
  const [directory, setDirectory] = useState('');
  const [asOf, setAsOf] = useState('');
  const [open, setOpen] = useState<Row | null>(null);
  const then = asOf ? { snapshot: Number(asOf) } : {};
  const filter = { principal: view.person, ...then, ...(search ? { search } : {}), ...(directory ? { directory: Number(directory) } : {}) };
  const pages = usePages('person.access.list', filter);
  const snapshots = useRead('snapshot.list', { offset: 0, limit: SHOWN }, { enabled: pick });
  const directories = [...new Map(view.accounts.map((one) => [one.directory, one.directoryName])).entries()];
  const of = new Set(directories.map(([id]) => id));
  const past = (snapshots.data?.rows ?? []).filter((one) => of.has(one.directory));
  const older = (snapshots.data?.total ?? 0) > SHOWN;
  return (
    <>
      <div className={css.filters}>
        <Search value={typed} onChange={setTyped} label="Search by the name of a resource" />
        {directories.length > 1 && (
          <Select aria-label="Directory" value={directory} onChange={(_, change) => setDirectory(change.value)}>
            <option value="">All directories</option>
            {directories.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
          </Select>
        )}
        {pick && (
          <label className={css.pick}>
            <span>As of</span>
            <Select value={asOf} onChange={(_, change) => setAsOf(change.value)}>
              <option value="">Now</option>
              {past.map((one: SnapshotRow) => <option key={one.snapshot} value={one.snapshot}>{formatMoment(one.endedAt)}, {one.directoryName}</option>)}
              {older && <option value="" disabled>Older ones: countersign person access --as-of</option>}
            </Select>
          </label>
        )}
        <span className="quiet number" aria-live="polite">{pages.total !== null && count(pages.total, 'entitlement')}</span>
      </div>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading what they hold" /> : pages.total === 0 ? (
        <Empty title={search ? 'Nothing found' : asOf ? 'Nothing was held then' : 'Nothing is held'} text={search ? `No resource matches “${search}”.` : 'No membership, role or access package, directly or through a group.'} />
      ) : (
        <Table
          key={`${search} ${directory} ${asOf}`} label="Access" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={14} rowHeight={52} onOpen={setOpen}
          columns={[
            {
              id: 'what', label: 'Access to', width: 'minmax(180px, 2fr)',
              show: (row) => (
                <span className={css.two}>
                  <span className={css.path}><Link className="ellipsis" to="/principals/$principal" params={{ principal: row.resource }} title={row.resourceName}>{row.resourceName}</Link>{row.privileged && <StateBadge tone="warn">Privileged</StateBadge>}</span>
                  <span className="quiet ellipsis">{entitlementText(row.entitlement)}</span>
                </span>
              ),
            },
            { id: 'directory', label: 'In', width: 'minmax(110px, 1fr)', show: (row) => <span className={css.two}><span className="ellipsis" title={row.directoryName}>{row.directoryName}</span><span className="quiet ellipsis" title={row.accountName}>{row.accountName}</span></span> },
            { id: 'way', label: 'How', width: 'minmax(180px, 2fr)', show: (row) => <Way row={row} onMore={() => setOpen(row)} /> },
            { id: 'since', label: 'Seen since', width: '112px', show: (row) => <Moment at={row.since} day /> },
          ]}
        />
      )}
      {open && <WayDialog row={open} then={then} onClose={() => setOpen(null)} />}
    </>
  );
}

const stepsText = (row: Pick<Row, 'path'>) => row.path.map((step) => step.displayName).join(' › ');

function Way({ row, onMore }: { row: Row; onMore: () => void }) {
  const how = row.path.length === 0 ? 'Directly' : `Through ${stepsText(row)}`;
  const packages = row.packages.length > 0 && `Given by ${row.packages.join(', ')}`;
  return (
    <span className={css.two}>
      <span className="ellipsis" title={how}>{how}</span>
      {(packages || row.otherWays) && (
        <span className="quiet ellipsis" title={packages || undefined}>
          {packages}{packages && row.otherWays && ' · '}
          {row.otherWays && <button type="button" className={css.link} onClick={onMore}>other ways too</button>}
        </span>
      )}
    </span>
  );
}

function WayDialog({ row, then, onClose }: { row: Row; then: { snapshot?: number }; onClose: () => void }) {
  const read = useRead('person.way.list', { principal: row.account, resource: row.resource, entitlement: row.entitlement, ...then });
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 560 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{row.resourceName}</DialogTitle>
          <DialogContent>
            <p className="quiet">{entitlementText(row.entitlement)}, held by {row.accountName} in {row.directoryName}.</p>
            <ProblemBanner problem={read.error} />
            {!read.data && !read.error && <Loading label="Reading the ways" />}
            {read.data && (
              <ol className={css.ways}>
                {read.data.ways.map((way) => <li key={way.map((step) => step.principal).join(' ')}>{way.length === 0 ? 'Directly' : `Through ${way.map((step) => step.displayName).join(' › ')}`}</li>)}
              </ol>
            )}
            {read.data?.more && <p className="quiet">There are more ways than these.</p>}
          </DialogContent>
          <DialogActions><Button appearance="primary" onClick={onClose}>Close</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
