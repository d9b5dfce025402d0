import { Button, Field, Select } from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SnapshotRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { formatMoment } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Card, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { Difference } from './Difference';
import css from './directory.module.css';

const route = getRouteApi('/directories/$directory/snapshots');
const SHOWN = 200;

/** Every snapshot of one directory, and what any two of them differ in. */
export default function SnapshotList() {
  const { directory } = route.useParams();
  const chosen = route.useSearch();
  const go = useNavigate();
  const list = useRead('directory.list', {});
  const pages = usePages('snapshot.list', { directory });
  const newest = useRead('snapshot.list', { directory, offset: 0, limit: SHOWN });
  const name = list.data?.find((one) => one.directory === directory)?.name ?? 'Directory';
  const rows = newest.data?.rows ?? [];
  const [from, setFrom] = useState(chosen.from ?? 0);
  const [to, setTo] = useState(chosen.to ?? 0);
  const [before, after] = [from || rows[1]?.snapshot || 0, to || rows[0]?.snapshot || 0];
  const compare = (first: number, second: number) => void go({ to: '/directories/$directory/snapshots', params: { directory }, search: { from: Math.min(first, second), to: Math.max(first, second) } });
  const isAsked = chosen.from !== undefined && chosen.to !== undefined;
  return (
    <Page title="Snapshots" back={{ to: '/directories/$directory', params: { directory }, label: name }} lead="Each read of the directory that was whole. None of them changes afterwards.">
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {rows.length > 1 && (
        <Card title="What changed between two">
          <form className={css.compare} aria-label="What changed between two" onSubmit={(event) => { event.preventDefault(); compare(before, after); }}>
            <Picker label="From" rows={rows} value={before} onChange={setFrom} />
            <Picker label="To" rows={rows} value={after} onChange={setTo} />
            <Button type="submit" appearance="primary" disabled={before === after}>Compare</Button>
          </form>
          {newest.data && newest.data.total > SHOWN && <p className="quiet">The newest {SHOWN} are offered here; older ones are compared with countersign snapshot compare.</p>}
        </Card>
      )}
      {isAsked && <Difference key={`${chosen.from} ${chosen.to}`} from={chosen.from as number} to={chosen.to as number} />}
      {pages.total === null ? !pages.problem && <Loading label="Reading the snapshots" /> : pages.total === 0 ? (
        <Empty icon={<HistoryRegular />} title="No snapshot yet" text="The first sync makes one." />
      ) : (
        <>
          <p className="quiet number">{count(pages.total, 'snapshot')}</p>
          <Table
            label="Snapshots" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={12} rowHeight={40}
            columns={[
              { id: 'at', label: 'Read', width: MOMENT_WIDTH, show: (row) => <Moment at={row.endedAt} /> },
              { id: 'mode', label: 'How', width: 'minmax(104px, 1.5fr)', show: (row) => <span title={row.fullBecause ?? undefined}>{row.mode === 'full' ? 'Whole' : 'Only changes'}, {tookText(row)}{row.fullBecause ? `: ${row.fullBecause}` : ''}</span> },
              { id: 'people', label: 'People', width: '76px', align: 'end', show: (row) => formatNumber(row.population.user + row.population.guest) },
              { id: 'groups', label: 'Groups', width: '72px', align: 'end', show: (row) => formatNumber(row.population.group) },
              { id: 'members', label: 'Memberships', width: '104px', align: 'end', show: (row) => formatNumber(row.population.membership) },
              { id: 'gone', label: 'Gone', width: '64px', align: 'end', show: (row) => formatNumber(row.removed) },
              { id: 'id', label: 'Number', width: '72px', align: 'end', show: (row) => row.snapshot },
            ]}
          />
        </>
      )}
    </Page>
  );
}

function Picker({ label, rows, value, onChange }: { label: string; rows: SnapshotRow[]; value: number; onChange: (snapshot: number) => void }) {
  return (
    <Field label={label}>
      <Select value={String(value)} onChange={(_, change) => onChange(Number(change.value))}>
        {rows.map((one) => <option key={one.snapshot} value={one.snapshot}>{formatMoment(one.endedAt)} (snapshot {one.snapshot})</option>)}
      </Select>
    </Field>
  );
}

function tookText(row: SnapshotRow): string {
  const seconds = Math.round((Date.parse(row.endedAt) - Date.parse(row.startedAt)) / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
