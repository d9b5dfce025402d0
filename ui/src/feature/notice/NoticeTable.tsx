import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { NoticeRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead, useWrite } from '../../api/query';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { DraftDialog } from './DraftDialog';
import { RemindDialog } from './RemindDialog';
import { kindWords, stateWords } from './words';

/** Who was told what and when, and what could not be told. */
export function NoticeTable({ instance, open }: { instance?: number; open: boolean }) {
  const pages = usePages('notice.list', { instance });
  const again = useWrite('notice.requeue');
  const { actor } = useStore();
  const tell = useTell();
  const [reminding, setReminding] = useState(false);
  const [drafting, setDrafting] = useState(false);
  const remind = instance !== undefined && open && actor.administrator;
  const queued = useRead('notice.list', { instance, limit: 0 }, { enabled: instance !== undefined && actor.administrator });
  const waiting = queued.data?.queued ?? 0;
  return (
    <Card title={pages.total === null ? 'Notices' : `Notices (${formatNumber(pages.total)})`} aside={(
      <span style={{ display: 'flex', gap: 8 }}>
        {waiting > 0 && <Button onClick={() => setDrafting(true)}>Write drafts…</Button>}
        {remind && <Button onClick={() => setReminding(true)}>Remind…</Button>}
      </span>
    )}>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === 0 && <p className="quiet">Nobody was told anything yet.</p>}
      {pages.total !== null && pages.total > 0 && (
        <Table
          label="Notices" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={8} rowHeight={44}
          columns={[
            { id: 'who', label: 'To', width: 'minmax(140px, 1.5fr)', show: (row) => <span title={row.address ?? 'no address'}>{row.name}{row.address && <span className="quiet"> {row.address}</span>}</span> },
            { id: 'what', label: 'What', width: 'minmax(120px, 1.2fr)', show: (row) => <span title={row.subject}>{kindWords[row.kind] ?? row.kind}{row.stage > 1 && <span className="quiet"> stage {row.stage}</span>}</span> },
            { id: 'state', label: 'State', width: 'minmax(130px, 1fr)', show: (row) => <span title={row.lastProblem ?? undefined}><StateBadge tone={stateWords[row.state]?.tone ?? 'quiet'}>{stateWords[row.state]?.word ?? row.state}</StateBadge></span> },
            { id: 'why', label: 'Why not', width: 'minmax(120px, 1.5fr)', show: (row) => <span className="quiet" title={row.lastProblem ?? undefined}>{row.lastProblem ?? ''}</span> },
            { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.sentAt ?? row.queuedAt} /> },
            ...(!actor.administrator ? [] : [{
              id: 'again', label: 'Act', width: '96px',
              show: (row: NoticeRow) => (row.state === 'refused' || row.state === 'skipped') && <Button size="small" disabled={again.isPending} onClick={() => again.mutate({ notice: row.notice }, { onError: tell.problem, onSuccess: () => tell.done('It waits to be sent again.') })}>Try again</Button>,
            }]),
          ]}
        />
      )}
      {drafting && instance !== undefined && <DraftDialog instance={instance} waiting={waiting} onClose={() => setDrafting(false)} />}
      {reminding && instance !== undefined && <RemindDialog instance={instance} onClose={() => setReminding(false)} />}
    </Card>
  );
}
