import { Button } from '@fluentui/react-components';
import { DocumentTableRegular } from '@fluentui/react-icons/svg/document-table';
import { useState } from 'react';
import type { CallProblem, JobView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { useStore } from '../../app/store';
import { Empty } from '../../shared/empty';
import { FormActions, PathField } from '../../shared/form';
import { count } from '../../shared/number';
import { Card, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Work } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { useJob } from '../job/job';
import { Looked } from './Looked';
import { type WorkbookSum, wouldDecide } from './words';

const question = { title: 'A workbook that came back', mode: 'open' as const, filters: [{ name: 'Workbook', extensions: ['xlsx'] }, { name: 'All files', extensions: ['*'] }] };

/** Taking a spreadsheet back in: first a look at what it would decide, then the decisions. */
export default function Workbooks() {
  const { actor } = useStore();
  const start = useWrite('packet.takeWorkbook');
  const tell = useTell();
  const [path, setPath] = useState('');
  const [job, setJob] = useState<{ id: number; dryRun: boolean; path: string } | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [sum, setSum] = useState<{ of: WorkbookSum; taken: boolean; path: string } | null>(null);
  const view = useJob(job?.id ?? null, ended);
  const busy = start.isPending || job !== null;
  // What was seen of one file says nothing of another that was typed meanwhile.
  const seen = sum?.path === path.trim() ? sum : null;
  const decides = seen && !seen.taken ? wouldDecide(seen.of) : 0;

  function ended(of: JobView) {
    if (!job) return;
    const taken = !job.dryRun;
    setJob(null);
    if (of.state !== 'done') return setProblem(of.problem);
    const told = of.result as WorkbookSum;
    setSum({ of: told, taken, path: job.path });
    if (taken) tell.done(`${count(told.decided, 'decision')} of ${told.name} taken in.`);
  }

  function run(dryRun: boolean) {
    const asked = path.trim();
    setProblem(null);
    start.mutate({ path: asked, dryRun }, { onSuccess: (begun) => setJob({ id: begun.job, dryRun, path: asked }), onError: setProblem });
  }

  if (!actor.administrator) return <Page title="Workbooks"><Empty icon={<DocumentTableRegular />} title="An administrator takes workbooks in" text="Whoever does vouches for where the file came from." /></Page>;
  return (
    <Page title="Workbooks" back={{ to: '/disputes', label: 'Returned answers' }} lead="A reviewer’s spreadsheet that came back. You see what it would decide before anything is decided.">
      <Card title="The file">
        <PathField label="Workbook, with its whole path" required value={path} onChange={(to) => { setPath(to); setProblem(null); setSum(null); }} question={question} error={problem?.field === 'path' ? problem.message : null} />
        <FormActions>
          <Button appearance={decides > 0 ? 'secondary' : 'primary'} disabled={busy || !path.trim()} onClick={() => run(true)}>Look at it</Button>
          {decides > 0 && <Button appearance="primary" disabled={busy} onClick={() => run(false)}>{`Take in ${count(decides, 'decision')}`}</Button>}
        </FormActions>
        {view?.state === 'running' && <Work phase={view.phase} done={view.done} total={view.total} />}
        {problem && problem.field !== 'path' && <ProblemBanner problem={problem} />}
      </Card>
      {seen && <Looked sum={seen.of} taken={seen.taken} />}
    </Page>
  );
}
