import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import { useRead, useWrite } from '../../api/query';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';
import css from './assignment.module.css';

/** Delivers what is due at once, instead of at the next tick. */
export function DeliverButton() {
  const { actor } = useStore();
  const waiting = useRead('assignment.list', { state: 'delivering', offset: 0, limit: 1 }, { keep: true, enabled: actor.administrator });
  const leaving = useRead('assignment.list', { state: 'removing', offset: 0, limit: 1 }, { keep: true, enabled: actor.administrator });
  const deliver = useWrite('assignment.deliver');
  const [job, setJob] = useState<number | null>(null);
  const tell = useTell();
  const due = (waiting.data?.total ?? 0) + (leaving.data?.total ?? 0);
  if (!actor.administrator || (due === 0 && job === null)) return null;
  return (
    <div className={css.deliver}>
      {job === null && <Button disabled={deliver.isPending} onClick={() => deliver.mutate({}, { onSuccess: (started) => setJob(started.job), onError: tell.problem })}>Deliver now</Button>}
      <JobProgress job={job} onEnd={(view) => { if (view.state === 'done') tell.done('What was due is delivered.'); if (view.state === 'problem' && view.problem) tell.problem(view.problem); setJob(null); }} />
    </div>
  );
}
