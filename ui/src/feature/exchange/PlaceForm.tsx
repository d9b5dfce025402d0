import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { ExchangeView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { Form, FormActions } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { PlaceFields, draftOf, isWhole, placeOf } from './PlaceFields';
import css from './exchange.module.css';

/** Where the exchange happens; the secret goes to the keyring. */
export function PlaceForm({ before, onDone }: { before: ExchangeView | null; onDone: () => void }) {
  const save = useWrite('exchange.set');
  const tell = useTell();
  const [draft, setDraft] = useState(draftOf(before?.place, before?.everyMinutes ?? 10));
  const [tried, setTried] = useState(false);
  function submit() {
    setTried(true);
    if (!isWhole(draft)) return;
    const input = placeOf(draft);
    const about = input.secret ? 'Its secret is in the keyring, and nowhere else.' : 'Try it, to see what may be done there.';
    save.mutate(input, { onSuccess: () => { tell.done(input.place ? 'The place was saved.' : 'There is no exchange any more.', about); onDone(); } });
  }
  return (
    <Form label="Place of the exchange" onSubmit={submit}>
      <ProblemBanner problem={save.error && (save.error.field === null || save.error.field === undefined) ? save.error : null} />
      <div className={css.form}>
        <PlaceFields draft={draft} onChange={setDraft} tried={tried} problem={save.error} keeps={before !== null} none="Packets and answers are files that people hand over themselves." />
      </div>
      <FormActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" appearance="primary" disabled={save.isPending}>Save</Button>
      </FormActions>
    </Form>
  );
}
