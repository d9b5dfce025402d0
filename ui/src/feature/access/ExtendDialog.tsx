import { useState } from 'react';
import { useStore } from '../../app/store';
import type { AccessHeld } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import css from './access.module.css';
import { endOfDay } from './words';

/** Asks for the access to go on after its end. */
export function ExtendDialog({ held, onClose }: { held: AccessHeld; onClose: () => void }) {
  const submit = useWrite('request.submit');
  const tell = useTell();
  const { actor } = useStore();
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const rules = useRead('access.explain', { package: held.package, ...(actor.principal !== null ? { principal: actor.principal } : {}) });
  const rule = rules.data?.choose.find((one) => one.policy === held.policy);
  const at = (field: string) => (submit.error?.field === field ? submit.error.message : undefined);
  const missing = (until !== '' && !isDay(until)) || ((rule?.needsJustification ?? false) && !reason.trim());
  return (
    <ConfirmDialog
      title={`Extend ${held.packageName}`} action="Ask for it" busy={submit.isPending || missing} onClose={onClose}
      problem={submit.error && ['endsAt', 'justification'].includes(submit.error.field ?? '') ? null : submit.error}
      onConfirm={() => submit.mutate(
        { kind: 'userUpdate', assignment: held.assignment, answers: [], ...(reason.trim() ? { justification: reason.trim() } : {}), ...(until ? { endsAt: endOfDay(until) } : {}) },
        { onSuccess: (request) => { tell.done(request.state === 'pendingApproval' ? 'Your request waits for its approvers.' : 'The access is extended.', request.endsAt ? undefined : 'You find it under My requests.'); onClose(); } },
      )}
    >
      <div className={css.stack}>
        <p>It ends on <Moment at={held.endsAt} day />.</p>
        <DayField label="Until" value={until} onChange={setUntil} error={at('endsAt')} hint="Empty: as long as the policy allows." />
        <TextField label="Why" required={rule?.needsJustification ?? false} lines={2} value={reason} onChange={setReason} error={at('justification')} />
      </div>
    </ConfirmDialog>
  );
}
