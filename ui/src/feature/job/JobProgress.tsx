import { Button } from '@fluentui/react-components';
import type { JobView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ProblemBanner } from '../../shared/problem';
import { Work } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { useJob } from './job';
import css from './job.module.css';

interface Props { job: number | null; onEnd?: (job: JobView) => void }

/** A job while it runs, with a way to stop it; its problem when it ends in one. */
export function JobProgress({ job, onEnd }: Props) {
  const view = useJob(job, onEnd);
  const cancel = useWrite('job.cancel');
  const tell = useTell();
  if (!view) return job === null ? null : <div className={css.job}><Work phase="starting" done={0} total={null} /></div>;
  if (view.state === 'problem') return <ProblemBanner problem={view.problem} />;
  if (view.state !== 'running') return null;
  return (
    <div className={css.job} role="status">
      <Work phase={view.phase} done={view.done} total={view.total} />
      <Button size="small" disabled={cancel.isPending} onClick={() => cancel.mutate({ job: view.id }, { onError: tell.problem })}>
        {cancel.isPending ? 'Stopping…' : 'Cancel'}
      </Button>
    </div>
  );
}
