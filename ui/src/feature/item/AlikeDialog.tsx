import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Radio, RadioGroup, Textarea } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { CallProblem, Output } from '../../api/contract';
import { toProblem } from '../../api/host';
import { useWrite } from '../../api/query';
import { ReturnFocus } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Glyph } from './Glyph';
import { type Alike, MOST, alikeOf, undecided } from './alike';
import css from './alike.module.css';
import type { Filter } from './list';
import type { DeskState } from './state';
import { type Answer, answerWords, answers, entitlementText, needsReason, recommendationWords, resourceWords } from './words';

interface Props { instance: number; scope: Filter; rule: string; state: DeskState; onDone: (result: Output<'item.decideMany'>) => void; onClose: () => void }

/** Undecided items that differ in nothing but the person, decided together; each keeps a decision of its own. */
export function AlikeDialog({ instance, scope, rule, state, onDone, onClose }: Props) {
  const decide = useWrite('item.decideMany');
  const [groups, setGroups] = useState<Alike[] | null>(null);
  const [left, setLeft] = useState(0);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const [decision, setDecision] = useState<Answer | null>(null);
  const [reason, setReason] = useState('');
  const read = useCallback(() => {
    setProblem(null);
    undecided(instance, scope).then(({ rows, total }) => {
      setGroups(alikeOf(rows, (row) => !state.isOwn(row) && !state.isPast(row)));
      setLeft(total - rows.length);
    }, (thrown: unknown) => setProblem(toProblem(thrown)));
  }, [instance, scope, state]);
  useEffect(read, [read]);
  const picked = (groups ?? []).filter((group) => chosen.includes(group.key));
  const total = picked.reduce((sum, group) => sum + group.items.length, 0);
  const missing = decision !== null && needsReason(rule, decision) && reason.trim() === '';
  const toggle = (key: string) => setChosen((before) => (before.includes(key) ? before.filter((one) => one !== key) : [...before, key]));
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 720 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Items that look alike</DialogTitle>
          <DialogContent>
            <div className={css.content}>
              <p className="quiet">Same resource and role, same department and title, same recommendation. Choose groups and decide on them together; every item keeps a decision of its own, marked as decided in bulk.</p>
              <ProblemBanner problem={problem ?? decide.error} retry={problem ? read : undefined} />
              {groups === null ? !problem && <Loading label="Comparing the undecided items" /> : groups.length === 0 ? <Empty title="No two undecided items are alike" /> : (
                <div className={css.list} role="group" aria-label="Groups of items" tabIndex={0}>
                  {groups.slice(0, 200).map((group) => (
                    <label key={group.key} className={css.group}>
                      <input type="checkbox" checked={chosen.includes(group.key)} onChange={() => toggle(group.key)} />
                      <b className="number">{formatNumber(group.items.length)}</b>
                      <span className={css.what}>
                        <span className="ellipsis"><bdi>{group.resourceName}</bdi> <span className="quiet">{entitlementText(group.entitlement)}, {resourceWords[group.resourceKind] ?? group.resourceKind}</span></span>
                        <span className="ellipsis quiet"><bdi>{[group.title ?? 'no title', group.department ?? 'no department'].join(', ')}</bdi>: <bdi>{group.names.join(', ')}</bdi>{group.items.length > group.names.length && ` and ${formatNumber(group.items.length - group.names.length)} more`}</span>
                      </span>
                      <span className={css.advice} data-tone={group.recommendation}><Glyph name={group.recommendation} />{recommendationWords[group.recommendation]}</span>
                    </label>
                  ))}
                </div>
              )}
              {groups && groups.length > 200 && <p className="quiet">The 200 largest of {formatNumber(groups.length)} groups are shown.</p>}
              {left > 0 && <p className="quiet">The first {formatNumber(MOST)} undecided items were compared; {formatNumber(left)} more were not.</p>}
              {groups && groups.length > 0 && (
                <>
                  <Field label="Decision" required>
                    <RadioGroup layout="horizontal" value={decision ?? ''} onChange={(_, change) => setDecision(change.value as Answer)}>
                      {answers.map((one) => <Radio key={one} value={one} label={answerWords[one]} />)}
                    </RadioGroup>
                  </Field>
                  <Field label="Reason, the same for all" required={decision !== null && needsReason(rule, decision)} validationState={missing ? 'warning' : 'none'} validationMessage={missing ? 'This review asks for a reason with this decision.' : undefined}>
                    <Textarea value={reason} rows={2} maxLength={4000} dir="auto" onChange={(_, change) => setReason(change.value)} />
                  </Field>
                </>
              )}
            </div>
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary" disabled={decide.isPending || total === 0 || decision === null || missing}
              onClick={() => decision && decide.mutate({ instance, items: picked.flatMap((group) => group.items), decision, justification: reason.trim() }, { onSuccess: onDone })}
            >
              {decision && total > 0 ? `${answerWords[decision]}: ${count(total, 'item')}` : 'Choose groups and a decision'}
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
