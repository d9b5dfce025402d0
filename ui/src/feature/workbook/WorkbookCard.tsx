import { Button } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { WorkbookRow } from '../../api/operations';
import { useRead } from '../../api/query';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import css from '../device/device.module.css';
import { MakeDialog } from './MakeDialog';

function Standing({ row }: { row: WorkbookRow }) {
  if (row.takenAt === null) return <StateBadge tone="warn">Out</StateBadge>;
  return row.decided >= row.items ? <StateBadge tone="good">Answered</StateBadge> : <StateBadge tone="busy">In part</StateBadge>;
}

/** The spreadsheets that were made of a run, and what came back. */
export function WorkbookCard({ instance, open }: { instance: number; open: boolean }) {
  const { actor } = useStore();
  const [making, setMaking] = useState(false);
  const read = useRead('packet.workbooks', { instance });
  const rows = read.data;
  const aside = actor.administrator && (
    <span className={css.acts}>
      <Link to="/workbooks">Take one in…</Link>
      {open && <Button onClick={() => setMaking(true)}>Make workbooks…</Button>}
    </span>
  );
  return (
    <Card title={rows?.length ? `Workbooks (${formatNumber(rows.length)})` : 'Workbooks'} aside={aside}>
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      {!rows ? !read.error && <Loading label="Reading the workbooks" /> : rows.length === 0 ? (
        <Empty title="No workbook was made" text="A workbook is a reviewer’s part as a spreadsheet, for people without the program. It shows less than a packet who answered." />
      ) : (
        <Table
          label="Workbooks" total={rows.length} rowAt={(at) => rows[at]} upTo={8} rowHeight={52}
          columns={[
            { id: 'who', label: 'Reviewer', width: 'minmax(120px, 1.6fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.reviewer }} title={row.name}>{row.name}</Link> },
            { id: 'made', label: 'Made', width: '112px', show: (row) => <span className={css.two}><Moment at={row.madeAt} day /><span className="quiet">in stage {formatNumber(row.stage)}</span></span> },
            { id: 'state', label: 'State', width: '108px', show: (row) => <Standing row={row} /> },
            { id: 'count', label: 'Taken in', width: '96px', align: 'end', show: (row) => `${formatNumber(row.decided)} of ${formatNumber(row.items)}` },
            { id: 'last', label: 'Last came back', width: '112px', show: (row) => row.takenAt ? <Moment at={row.takenAt} day /> : <span className="quiet">never</span> },
            { id: 'by', label: 'Made by', width: 'minmax(96px, 1fr)', show: (row) => <span className="ellipsis" title={row.madeBy}>{row.madeBy}</span> },
          ]}
        />
      )}
      {making && <MakeDialog instance={instance} onClose={() => setMaking(false)} />}
    </Card>
  );
}
