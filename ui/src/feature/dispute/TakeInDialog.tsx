import { useState } from 'react';
import type { CallProblem, JobView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { Facts } from '../../shared/page';
import { Work } from '../../shared/progress';
import css from '../inbox/inbox.module.css';
import { useJob } from '../job/job';
import { reasonWords } from './words';

interface Sum {
  files: number; again: number; taken: number; same: number; older: number; known: number; cancelled: boolean;
  disputes: Record<string, number>; refused: { path: string; message: string }[];
}

/** How many files that are none are named one by one. */
const NAMED = 20;

/** Takes in the answers that lie in a folder, and says what became of each. */
export function TakeInDialog({ onClose }: { onClose: () => void }) {
  const start = useWrite('packet.takeIn');
  const [folder, setFolder] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [sum, setSum] = useState<Sum | null>(null);
  const view = useJob(job, ended);

  function ended(of: JobView) {
    setJob(null);
    if (of.state === 'done') setSum(of.result as Sum);
    else setProblem(of.problem);
  }

  const disputes = Object.entries(sum?.disputes ?? {});
  return (
    <ConfirmDialog
      title="Take answers in" action={sum ? 'Close' : 'Take in'} over={sum !== null} onClose={onClose} problem={problem} busy={!sum && (!folder.trim() || start.isPending || job !== null)}
      onConfirm={() => { if (sum) return onClose(); setProblem(null); start.mutate({ folder: folder.trim() }, { onSuccess: (begun) => setJob(begun.job), onError: setProblem }); }}
    >
      <div className={css.stack}>
        {!sum && <PathField label="Folder in which the answers lie" value={folder} onChange={setFolder} required question={{ title: 'Where the answers lie', mode: 'folder' }} hint="Files that were taken in before change nothing." />}
        {view?.state === 'running' && <Work phase={view.phase} done={view.done} total={view.total} />}
        {sum && (
          <>
            <Facts
              facts={[
                ['Files', `${formatNumber(sum.files)}${sum.again > 0 ? `, ${formatNumber(sum.again)} of them taken in before` : ''}`],
                ['Answers taken', formatNumber(sum.taken)],
                sum.older + sum.same + sum.known > 0 && ['Changed nothing', `${formatNumber(sum.older)} had a later answer, ${formatNumber(sum.same + sum.known)} stood already`],
                ['Wait to be settled', disputes.length === 0 ? 'none' : disputes.map(([reason, number]) => `${formatNumber(number)} ${(reasonWords[reason] ?? reason).toLowerCase()}`).join(', ')],
              ]}
            />
            {sum.refused.length > 0 && (
              <div>
                <b>{count(sum.refused.length, 'file')} could not be read</b>
                <ul>{sum.refused.slice(0, NAMED).map((one) => <li key={one.path}><span title={one.path}>{one.path.split(/[\\/]/).at(-1)}</span>: {one.message}</li>)}</ul>
                {sum.refused.length > NAMED && <p className="quiet">and {formatNumber(sum.refused.length - NAMED)} more</p>}
              </div>
            )}
          </>
        )}
      </div>
    </ConfirmDialog>
  );
}
