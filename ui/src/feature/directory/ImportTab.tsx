import { Button, Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import type { ImportRemark, Offered, OfferedRow, TakenIn } from '../../api/operations';
import { useWrite } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { FormActions } from '../../shared/form';
import { count } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { JobProgress } from '../job/JobProgress';
import css from './directory.module.css';
import { canBeTaken, offeredText, takenText } from './offered';

/** What a tenant governs itself: looked at, tried, and taken in as chosen. */
export function ImportTab({ directory }: { directory: number }) {
  const look = useWrite('directory.offered');
  const take = useWrite('directory.import');
  const [lookJob, setLookJob] = useState<number | null>(null);
  const [takeJob, setTakeJob] = useState<number | null>(null);
  const [offered, setOffered] = useState<Offered | null>(null);
  const [taken, setTaken] = useState<TakenIn | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const busy = look.isPending || take.isPending || lookJob !== null || takeJob !== null;

  function ask() {
    setOffered(null);
    setChosen(new Set());
    look.mutate({ directory }, { onSuccess: ({ job }) => setLookJob(job) });
  }
  function takeIn(rows: OfferedRow[]) {
    const ids = (kind: OfferedRow['kind']) => rows.filter((row) => row.kind === kind && chosen.has(row.id)).map((row) => row.id);
    setTaken(null);
    take.mutate({ directory, reviews: ids('review'), catalogs: ids('catalog') }, { onSuccess: ({ job }) => setTakeJob(job) });
  }
  function choose(id: string, isChosen: boolean) {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  }
  return (
    <div className={css.stack}>
      <Card title="What the tenant governs itself" aside={<Button size="small" disabled={busy} onClick={() => { setTaken(null); ask(); }}>{offered ? 'Look again' : 'Look at it'}</Button>}>
        <p className="quiet">Access reviews, and catalogs with their access packages and policies. Each is tried as if it were taken in; nothing is changed in the tenant, and nothing is kept here until you choose it.</p>
        <ProblemBanner problem={look.error ?? take.error} />
        <JobProgress job={lookJob} onEnd={(job) => { if (job.state === 'done') setOffered(job.result as Offered); if (job.state !== 'problem') setLookJob(null); }} />
        <JobProgress job={takeJob} onEnd={(job) => { if (job.state === 'done') { setTaken(job.result as TakenIn); ask(); } if (job.state !== 'problem') setTakeJob(null); }} />
        {taken && <div role="status">{taken.made.length > 0 && <p>{takenText(taken)}</p>}{taken.made.map((row) => <Remarks key={row.id} remarks={row.remarks} of={row.displayName || row.id} />)}{taken.refused.map((row) => <ProblemBanner key={row.id} problem={row.problem && { ...row.problem, message: `${row.displayName || row.id}: ${row.problem.message}` }} />)}</div>}
        {offered?.missing.map((sentence) => <ProblemBanner key={sentence} problem={{ code: null, message: sentence, hint: 'What it hides is not listed below.', field: null }} />)}
        {offered && offered.rows.length === 0 && <Empty title="Nothing to take in" text="The tenant shows no access reviews and no catalogs." />}
        {offered && offered.rows.length > 0 && (
          <>
            <ul className={css.offered} aria-label="What the tenant has">
              {offered.rows.map((row) => <Row key={`${row.kind} ${row.id}`} row={row} isChosen={chosen.has(row.id)} onChoose={choose} isBusy={busy} />)}
            </ul>
            <FormActions>
              <Button disabled={busy} onClick={() => setChosen(new Set(offered.rows.filter(canBeTaken).map((row) => row.id)))}>Choose all that can be</Button>
              <Button appearance="primary" disabled={busy || chosen.size === 0} onClick={() => takeIn(offered.rows)}>Take {count(chosen.size, 'definition')} in</Button>
            </FormActions>
          </>
        )}
      </Card>
    </div>
  );
}

function Row({ row, isChosen, onChoose, isBusy }: { row: OfferedRow; isChosen: boolean; onChoose: (id: string, isChosen: boolean) => void; isBusy: boolean }) {
  return (
    <li className={css.offeredRow}>
      {canBeTaken(row) ? (
        <Checkbox
          checked={isChosen} disabled={isBusy} onChange={(_, change) => onChoose(row.id, change.checked === true)}
          label={<span className={css.breaks}>{row.displayName || row.id}</span>}
        />
      ) : <span className={css.offeredName}>{row.displayName || row.id}</span>}
      <div className={css.offeredText}>
        <span className="quiet">{offeredText(row)}</span>
        {row.isHere && <StateBadge tone="quiet">Here already</StateBadge>}
        {row.problem && <span className={css.breaks}><StateBadge tone="bad">Cannot be taken in</StateBadge> {row.problem.message}{row.problem.field && <span className="quiet"> ({row.problem.field})</span>}</span>}
        <Remarks remarks={row.remarks} />
      </div>
    </li>
  );
}

function Remarks({ remarks, of }: { remarks: ImportRemark[]; of?: string }) {
  if (remarks.length === 0) return null;
  return (
    <details><summary>{count(remarks.length, 'remark')}{of && ` on ${of}`}</summary><ul className={css.changes}>{remarks.map((remark) => <li key={remark.path + remark.message}>{remark.message} <span className="quiet">({remark.path})</span></li>)}</ul></details>
  );
}
