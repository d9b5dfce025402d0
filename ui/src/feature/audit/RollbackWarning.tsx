import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useState } from 'react';
import { useWrite } from '../../api/query';
import { useStore } from '../../app/store';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';

/** Above every screen, while the log is not the one that is remembered of this store. */
export function RollbackWarning() {
  const { rollback, actor } = useStore();
  const [asking, setAsking] = useState(false);
  if (!rollback) return null;
  return (
    <MessageBar intent="error" layout="multiline" role="alert" shape="square">
      <MessageBarBody>
        <MessageBarTitle>This is not the history that is remembered.</MessageBarTitle>{' '}
        {rollback.finding} What was done in between is not in it.
      </MessageBarBody>
      {actor.administrator && <MessageBarActions><Button size="small" onClick={() => setAsking(true)}>Explain…</Button></MessageBarActions>}
      {asking && <ExplainDialog finding={rollback.finding} onClose={() => setAsking(false)} />}
    </MessageBar>
  );
}

function ExplainDialog({ finding, onClose }: { finding: string; onClose: () => void }) {
  const explain = useWrite('audit.explain');
  const [reason, setReason] = useState('');
  const tell = useTell();
  const confirm = () => explain.mutate({ reason }, { onSuccess: () => { tell.done('The explanation stands in the log.'); onClose(); } });
  return (
    <ConfirmDialog title="Explain the other history" action="Put it into the log" danger busy={explain.isPending || !reason.trim()} problem={explain.error?.field === 'reason' ? null : explain.error} onConfirm={confirm} onClose={onClose}>
      <p>{finding}</p>
      <p>Your explanation stands in the log for good, and from here on this history is the one that is remembered.</p>
      <TextField label="Why" required lines={3} value={reason} onChange={setReason} error={explain.error?.field === 'reason' ? explain.error.message : null} placeholder="The disk broke; this is Monday’s backup." />
    </ConfirmDialog>
  );
}
