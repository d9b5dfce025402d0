import { Field, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { Offer } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import css from './acknowledgement.module.css';
import { type Of, kindWords } from './words';

const LONGEST = 2000;

/** The whole statement before the signature under it; it may be said in other words. */
export function SignDialog({ of, offer, onClose }: { of: Of; offer: Offer; onClose: () => void }) {
  const sign = useWrite('acknowledgement.sign');
  const tell = useTell();
  const [role, setRole] = useState('');
  const [statement, setStatement] = useState(offer.statement);
  const words = kindWords[offer.kind];
  const at = (field: string) => (sign.error?.field === field ? sign.error.message : null);
  const named = sign.error !== null && ['role', 'statement'].includes(sign.error.field ?? '');
  return (
    <ConfirmDialog
      title={words.name} action="Sign" busy={sign.isPending || !statement.trim() || statement.length > LONGEST} problem={named ? null : sign.error} onClose={onClose}
      onConfirm={() => sign.mutate(
        { ...of, kind: offer.kind, statement: statement.trim(), digest: offer.digest, ...(role.trim() ? { role: role.trim() } : {}) },
        { onSuccess: () => { tell.done(words.done, 'It stands in the log and in the evidence.'); onClose(); } },
      )}
    >
      <div className={css.form}>
        <Field label="I sign this" required validationState={at('statement') ? 'error' : 'none'} validationMessage={at('statement') ?? undefined}>
          <Textarea value={statement} rows={7} resize="vertical" dir="auto" onChange={(_, change) => setStatement(change.value)} />
        </Field>
        <TextField label="As" value={role} onChange={setRole} error={at('role')} placeholder={offer.role} hint="Your role or title, as it is to stand in the evidence." />
        <p className="quiet">Signed with your name, the time, how you showed who you are, and a fingerprint of the result as it stands now. If the result changes later, the signature shows that it came before.</p>
      </div>
    </ConfirmDialog>
  );
}
