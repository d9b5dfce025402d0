import { Button } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { CallProblem, JobView } from '../../../api/contract';
import type { Simulation } from '../../../api/operations';
import { Moment } from '../../../shared/Moment';
import { count, formatNumber } from '../../../shared/number';
import { Card, Facts, Figure, Figures } from '../../../shared/page';
import { PartBar, PartLegend } from '../../../shared/progress';
import { Table } from '../../../shared/table';
import { JobProgress } from '../../job/JobProgress';
import { capital, partsOf } from '../words';

interface Props { job: number; result: Simulation | null; onEnd: (result: Simulation | null, problem: CallProblem | null) => void; onClose: () => void }

/** What the review would ask of whom, if it started now; nothing is kept of it. */
export function SimulationPanel({ job, result, onEnd, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { if (result) box.current?.scrollIntoView({ block: 'start' }); }, [result]);
  return (
    <div ref={box} style={{ scrollMargin: 16 }}>
      <Card title="If it started now" aside={<Button onClick={onClose}>Close</Button>}>
        {!result ? (
          <JobProgress key={job} job={job} onEnd={(ended: JobView) => onEnd(ended.state === 'done' ? (ended.result as Simulation) : null, ended.problem)} />
        ) : <><Shown result={result} /><Foreseen rows={result.foreseen} /></>}
      </Card>
    </div>
  );
}

/** “45 minutes”, “3 h 46 min”. */
const lasting = (minutes: number): string => (minutes < 120 ? count(minutes, 'minute') : `${formatNumber(Math.floor(minutes / 60))} h ${minutes % 60} min`);

/** What no connector could take away, said before anybody decides. */
function Foreseen({ rows }: { rows: Simulation['foreseen'] }) {
  if (rows.length === 0) return <p className="quiet">Whatever is denied can be taken away from here.</p>;
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 6 }}>
      <h3 style={{ margin: 0, fontSize: 14 }}>What cannot be taken away from here if it is denied ({formatNumber(total)})</h3>
      <p className="quiet">Each becomes a task for a person, with a change file.</p>
      <Table
        label="What becomes a task" total={rows.length} rowAt={(at) => rows[at]} upTo={6} rowHeight={40}
        columns={[
          { id: 'what', label: 'Resource', width: 'minmax(140px, 1fr)', show: (row) => <span title={row.resourceName}>{row.resourceName}</span> },
          { id: 'why', label: 'Why', width: 'minmax(200px, 2.5fr)', show: (row) => <span title={row.sentence}>{row.sentence}</span> },
          { id: 'count', label: 'Accesses', width: '88px', align: 'end', show: (row) => formatNumber(row.count) },
        ]}
      />
    </div>
  );
}

function Shown({ result }: { result: Simulation }) {
  const first = result.stages[0];
  const minutes = (items: number) => Math.ceil((items * result.secondsForAnItem) / 60);
  const unasked = Math.max(0, ...result.stages.map((stage) => stage.withoutReviewer));
  const self = Math.max(0, ...result.stages.map((stage) => stage.selfReviewed));
  const silence = partsOf({ total: result.items, approve: result.silence.approve ?? 0, deny: result.silence.deny ?? 0, dontKnow: result.silence.dontKnow ?? 0, notReviewed: result.silence.notReviewed ?? 0 });
  const advice = [
    { label: 'Approve', value: result.recommendation.approve ?? 0, tone: 'good' as const }, { label: 'Deny', value: result.recommendation.deny ?? 0, tone: 'bad' as const },
    { label: 'No information', value: result.recommendation.noInfoAvailable ?? 0, tone: 'open' as const },
  ];
  const left = Object.entries(result.excluded);
  return (
    <>
      <Figures>
        <Figure label="Items" value={formatNumber(result.items)} note={left.length > 0 ? `${formatNumber(left.reduce((sum, [, figure]) => sum + figure, 0))} left out` : 'nobody left out'} tone={result.items === 0 ? 'warn' : undefined} />
        <Figure label="Reviewers" value={formatNumber(result.reviewers)} note={result.reviewers > 0 && first ? `${formatNumber(Math.ceil(result.items / Math.max(1, first.reviewers.length)))} items each, on average` : undefined} />
        <Figure label="Nobody to ask" value={formatNumber(unasked)} tone={unasked > 0 ? 'warn' : undefined} note="silence decides these" />
        <Figure label="About themselves" value={formatNumber(self)} note="items decided by the person reviewed" />
        <Figure label="Work" value={lasting(minutes(result.items))} note={`at ${result.secondsForAnItem} seconds for an item`} />
        {result.carriedForward > 0 && <Figure label="Carried forward" value={formatNumber(result.carriedForward)} note="approvals of the run before" />}
      </Figures>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 6 }}>
        <h3 style={{ margin: 0, fontSize: 14 }}>What would be recommended</h3>
        <PartBar label="Recommended" parts={advice} /><PartLegend parts={advice} />
        <h3 style={{ margin: '8px 0 0', fontSize: 14 }}>What silence alone would come to</h3>
        <PartBar label="By silence" parts={silence} /><PartLegend parts={silence} />
      </div>
      {left.length > 0 && <Facts facts={left.map(([reason, figure]) => [capital(reason), count(figure, 'access', 'accesses')] as const)} />}
      {result.stages.map((stage) => (
        <div key={stage.position} style={{ display: 'flex', flexDirection: 'column', gap: 6 }}>
          <h3 style={{ margin: 0, fontSize: 14 }}>{result.stages.length > 1 ? `Stage ${stage.position}` : 'Who would be asked'}{stage.dueAt && <span className="quiet" style={{ fontWeight: 400 }}> until <Moment at={stage.dueAt} day /></span>}</h3>
          <Table
            label={`Reviewers of stage ${stage.position}`} total={stage.reviewers.length} rowAt={(at) => stage.reviewers[at]} upTo={6} rowHeight={36}
            columns={[
              { id: 'name', label: 'Reviewer', width: 'minmax(160px, 2fr)', show: (row) => <span title={row.displayName}>{row.displayName}</span> },
              { id: 'items', label: 'Items', width: '96px', align: 'end', show: (row) => formatNumber(row.items) },
              { id: 'minutes', label: 'Expected', width: '112px', align: 'end', show: (row) => lasting(row.minutes) },
            ]}
          />
        </div>
      ))}
    </>
  );
}
