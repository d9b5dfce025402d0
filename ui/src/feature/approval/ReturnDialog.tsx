import { Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import type { CallProblem, JobView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { count } from '../../shared/number';
import { Work } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import css from '../inbox/inbox.module.css';
import { useJob } from '../job/job';

const question = { title: 'Where the file goes', mode: 'folder' as const };

const words = {
  'approval.return': { title: 'Return answers to requests', one: 'answer', later: 'What you have not answered yet, you may return later.' },
  'request.return': { title: 'Return requests', one: 'request', later: 'What is wrong with it can be taken back by the next return.' },
};

/** Writes what was said and not returned yet into a folder, signed by this device and sealed to the organization. */
export function ReturnDialog({ of: operation, onClose }: { of: keyof typeof words; onClose: () => void }) {
  const start = useWrite(operation);
  const said = words[operation];
  const tell = useTell();
  const [folder, setFolder] = useState('');
  const [again, setAgain] = useState(false);
  const [job, setJob] = useState<number | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const view = useJob(job, ended);

  function ended(of: JobView) {
    setJob(null);
    if (of.state !== 'done') return setProblem(of.problem);
    const told = of.result as { files: string[]; answers: number };
    tell.done(`${count(told.answers, said.one)} in ${count(told.files.length, 'file')}.`, told.files.join('\n'));
    onClose();
  }

  return (
    <ConfirmDialog
      title={said.title} action="Write the file" onClose={onClose} problem={problem} busy={!folder.trim() || start.isPending || job !== null}
      onConfirm={() => { setProblem(null); start.mutate({ folder: folder.trim(), again }, { onSuccess: (begun) => setJob(begun.job), onError: setProblem }); }}
    >
      <div className={css.stack}>
        <p>What was returned is not changed any more. {said.later}</p>
        <PathField label="Folder" value={folder} onChange={setFolder} question={question} required hint="Only the organization can open the file, so it may go by mail or lie in a shared folder." />
        <Checkbox checked={again} onChange={(_, change) => setAgain(change.checked === true)} label="Also write the earlier returns again, in case a file was lost" />
        {view?.state === 'running' && <Work phase={view.phase} done={view.done} total={view.total} />}
      </div>
    </ConfirmDialog>
  );
}
