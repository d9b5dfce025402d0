import { Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import type { CallProblem, JobView } from '../../api/contract';
import type { OpenedPacket } from '../../api/operations';
import { useWrite } from '../../api/query';
import { useNow } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { Facts } from '../../shared/page';
import { Work } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { useJob } from '../job/job';
import css from './inbox.module.css';

const question = { title: 'Where the answers go', mode: 'folder' as const };

/** Writes what was decided and not returned yet into a folder, signed by this device and sealed to the organization. */
export function ReturnDialog({ packet, onClose }: { packet: OpenedPacket; onClose: () => void }) {
  const start = useWrite('packet.answer');
  const tell = useTell();
  const now = useNow();
  const [folder, setFolder] = useState('');
  const [again, setAgain] = useState(packet.unreturned === 0);
  const [job, setJob] = useState<number | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const view = useJob(job, ended);
  const open = packet.items - packet.answered;

  function ended(of: JobView) {
    setJob(null);
    if (of.state !== 'done') return setProblem(of.problem);
    const told = of.result as { files: string[]; answers: number };
    tell.done(`${count(told.answers, 'answer')} in ${count(told.files.length, 'file')}.`, told.files.join('\n'));
    onClose();
  }

  return (
    <ConfirmDialog
      title={`Return answers to “${packet.displayName}”`} action="Write the file" onClose={onClose} problem={problem} busy={!folder.trim() || start.isPending || job !== null}
      onConfirm={() => { setProblem(null); start.mutate({ instance: packet.instance, folder: folder.trim(), again }, { onSuccess: (begun) => setJob(begun.job), onError: setProblem }); }}
    >
      <div className={css.stack}>
        <Facts
          facts={[
            ['To', packet.originName],
            ['New since the last return', formatNumber(packet.unreturned)],
            ['Still without an answer', open > 0 ? `${formatNumber(open)} – you may return them later` : 'none'],
            packet.dueAt !== null && ['Due', <Moment key="due" at={packet.dueAt} />],
          ]}
        />
        {packet.dueAt !== null && new Date(packet.dueAt) < now && <p className={css.late}>The day has passed: the organization decides whether what arrives now still counts.</p>}
        <PathField label="Folder" value={folder} onChange={setFolder} question={question} required hint="Only the organization can open the file, so it may go by mail or lie in a shared folder." />
        {packet.returns > 0 && <Checkbox checked={again} onChange={(_, change) => setAgain(change.checked === true)} label={`Also write the earlier ${packet.returns === 1 ? 'return' : `${formatNumber(packet.returns)} returns`} again, in case a file was lost`} />}
        {view?.state === 'running' && <Work phase={view.phase} done={view.done} total={view.total} />}
      </div>
    </ConfirmDialog>
  );
}
