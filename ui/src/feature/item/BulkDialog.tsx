import { Checkbox, Field, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useRead } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { count, formatNumber } from '../../shared/number';
import type { Filter } from './list';
import { type Many, useMany } from './useMany';
import { type Answer, type ItemRow, answerWords, answers, mineOf, needsReason } from './words';

interface Props {
  instance: number;
  filter: Filter;
  rule: string;
  selected: ItemRow[];
  onDone: (result: Many) => void;
  onClose: () => void;
}

/** One decision for the selection, or for everything that the list shows: with exact counts before. */
export function BulkDialog({ instance, filter, rule, selected, onDone, onClose }: Props) {
  const [decision, setDecision] = useState<Answer | null>(null);
  const [reason, setReason] = useState('');
  const [only, setOnly] = useState(true);
  const decide = useMany(onDone);
  const read = useRead('item.list', { instance, filter, offset: 0, limit: 0 }, { enabled: selected.length === 0 });
  const many = selected.length > 0;
  const total = many ? selected.length : (read.data?.total ?? 0);
  const open = many ? selected.filter((row) => mineOf(row) === 'notReviewed').length : (read.data?.count.notReviewed ?? 0);
  const decided = total - open;
  const touched = only ? open : total;
  const missing = decision !== null && needsReason(rule, decision) && reason.trim() === '';
  const counted = many || read.data !== undefined;

  function confirm() {
    if (!decision || missing) return;
    const what = many
      ? { items: selected.filter((row) => !only || mineOf(row) === 'notReviewed').map((row) => row.item) }
      : { filter: only ? { ...filter, decision: ['notReviewed' as const] } : filter };
    decide.start(touched, { instance, decision, justification: reason.trim(), ...what });
  }

  return (
    <ConfirmDialog
      title={many ? `Decide on ${count(total, 'selected item')}` : counted ? `Decide on all ${count(total, 'item')} of this list` : 'Decide on this list'}
      action={decision ? `${answerWords[decision]}: ${count(touched, 'item')}` : 'Choose a decision'}
      busy={decide.busy || !counted || !decision || missing || touched === 0} problem={decide.problem ?? read.error} onConfirm={confirm} onClose={onClose}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>
          {formatNumber(open)} undecided{decided > 0 && `, ${formatNumber(decided)} decided already`}.
          {!many && ' The list is taken as it is filtered now, also what you have not scrolled to.'}
        </p>
        <Field label="Decision" required>
          <RadioGroup layout="horizontal" value={decision ?? ''} onChange={(_, change) => setDecision(change.value as Answer)}>
            {answers.map((one) => <Radio key={one} value={one} label={answerWords[one]} />)}
          </RadioGroup>
        </Field>
        <Field
          label="Reason, the same for all" required={decision !== null && needsReason(rule, decision)}
          validationState={missing ? 'warning' : 'none'} validationMessage={missing ? 'This review asks for a reason with this decision.' : undefined}
        >
          <Textarea value={reason} rows={3} maxLength={4000} dir="auto" onChange={(_, change) => setReason(change.value)} />
        </Field>
        {decided > 0 && (
          <Checkbox checked={only} onChange={(_, change) => setOnly(change.checked === true)} label={`Leave the ${count(decided, 'decided item')} as they are`} />
        )}
        <p className="quiet">Items that you may not decide on, such as your own access, are left as they are and counted afterwards. Every item keeps a decision of its own, marked as decided in bulk.</p>
        {decide.progress}
      </div>
    </ConfirmDialog>
  );
}
