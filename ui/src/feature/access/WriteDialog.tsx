import { Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { OfferRow, RequestKind } from '../../api/operations';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, GroupProblem, TextField } from '../../shared/form';
import { count } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { type Answers, QuestionList, given, unanswered } from './QuestionList';
import css from './access.module.css';
import { offerOf, wishOf } from './offer';
import { endOfDay, startOfDay } from './words';

const titles: Partial<Record<RequestKind, string>> = { userAdd: 'Ask for', userUpdate: 'Extend', userRemove: 'Give back' };
const placed = ['justification', 'answers', 'startsAt', 'endsAt', 'policy'];

/** Asks for a package that came in a packet, for more time with it, or gives it back: kept here until it is returned. */
export function WriteDialog({ row, kind, onClose }: { row: OfferRow; kind: RequestKind; onClose: () => void }) {
  const write = useWrite('request.write');
  const tell = useTell();
  const offer = offerOf(row);
  const choose = offer.policies ?? [];
  const before = row.returned ? null : wishOf(row);
  const [chosen, setChosen] = useState(before?.policy ?? (choose.length === 1 ? choose[0]?.policy ?? null : null));
  const [reason, setReason] = useState(before?.justification ?? '');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [answers, setAnswers] = useState<Answers>(() => Object.fromEntries((before?.answers ?? []).map((one) => [one.question, one.values])));
  const [tried, setTried] = useState(false);
  const adds = kind === 'userAdd';
  const terms = adds ? choose.find((one) => one.policy === chosen) : offer.held?.terms;
  const questions = adds ? terms?.questions ?? [] : [];
  const justified = kind !== 'userRemove' && (terms?.justified ?? false);
  const at = (field: string) => (write.error?.field === field ? write.error.message : undefined);
  const missing = (adds && !terms) || (justified && !reason.trim()) || unanswered(questions, answers).length > 0 || [from, until].some((day) => day !== '' && !isDay(day));
  function ask() {
    setTried(true);
    if (missing) return;
    write.mutate(
      {
        offer: row.offer, kind, answers: given(questions, answers), ...(adds && terms ? { policy: terms.policy } : {}), ...(reason.trim() ? { justification: reason.trim() } : {}),
        ...(from ? { startsAt: startOfDay(from) } : {}), ...(until ? { endsAt: endOfDay(until) } : {}),
      },
      { onSuccess: () => { tell.done(`Written, to be returned: ${row.packageName}.`); onClose(); } },
    );
  }
  return (
    <ConfirmDialog
      title={`${titles[kind] ?? 'Ask for'} ${row.packageName}`} action="Keep it" busy={write.isPending} onClose={onClose} onConfirm={ask}
      problem={write.error && placed.includes(write.error.field ?? '') ? null : write.error}
    >
      <div className={css.stack}>
        {adds && choose.length > 1 && (
          <div className={css.part}>
            <RadioGroup aria-label="Under which policy" value={chosen === null ? '' : String(chosen)} onChange={(_, change) => { setChosen(Number(change.value)); setAnswers({}); }}>
              {choose.map((one) => <Radio key={one.policy} value={String(one.policy)} label={one.name} />)}
            </RadioGroup>
            <GroupProblem error={tried && !terms ? 'Choose a policy.' : at('policy')} />
          </div>
        )}
        {offer.held && <p>You have it {offer.held.endsAt ? <>until <Moment at={offer.held.endsAt} day /></> : 'without an end'}.</p>}
        {terms && kind !== 'userRemove' && <p className="quiet">{terms.stages > 0 ? `It goes through ${count(terms.stages, 'stage')} of approvers.` : 'Nobody has to approve it.'}</p>}
        <TextField label="Why" required={justified} lines={2} value={reason} onChange={setReason} error={tried && justified && !reason.trim() ? 'Say why; this policy asks for a reason.' : at('justification')} />
        <QuestionList questions={questions} answers={answers} onChange={setAnswers} tried={tried} />
        <GroupProblem error={at('answers')} />
        {kind !== 'userRemove' && (terms?.ownDates ?? false) && (
          <div className={css.days}>
            {adds && <DayField label="From" value={from} onChange={setFrom} error={at('startsAt')} hint="Empty: as soon as it is approved." />}
            <DayField label="Until" value={until} onChange={setUntil} error={at('endsAt')} hint="Empty: as long as the policy allows." />
          </div>
        )}
      </div>
    </ConfirmDialog>
  );
}
