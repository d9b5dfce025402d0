import { isDay } from '../../../shared/date';
import type { Wrong } from '../../../shared/definition/Editor';
import { type Draft, type Span, isApproved, isAsked, isNobody } from './draft';

const whole = (text: string, from: number, to: number) => /^\d+$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;
const hours = (span: Span): number => Number(span.amount) * (span.unit === 'days' ? 24 : 1);

/** The longest time a policy can say: Entra's. */
const LONGEST_DAYS = 3660;
const isSpan = (span: Span, least = 1): boolean => whole(span.amount, least, span.unit === 'days' ? LONGEST_DAYS : LONGEST_DAYS * 24);

type Say = (field: string, is: boolean, message: string) => void;

/** What is missing or wrong; the desk has the last word. */
export function check(draft: Draft): Wrong {
  const wrong: Wrong = {};
  const say: Say = (field, is, message) => { if (is) wrong[field] ??= message; };
  say('displayName', !draft.displayName.trim(), 'The policy needs a name.');
  who(draft, say);
  if (isApproved(draft)) stages(draft, say);
  if (isAsked(draft)) {
    draft.questions.forEach((one, at) => {
      say(`questions.${at}.text`, !one.text.trim(), 'The question has no text.');
      say(`questions.${at}.choices`, (one.type === 'one' || one.type === 'many') && !one.choices.trim(), 'Offer at least one answer.');
    });
  }
  say('endsOn', draft.ends === 'on' && !isDay(draft.endsOn), 'A day is written as year, month and day: 2027-01-31.');
  say('lasts', draft.ends === 'after' && !isSpan(draft.lasts), `A whole number, up to ${LONGEST_DAYS} days.`);
  if (draft.reviewed) {
    say('startOn', !isDay(draft.startOn), 'Say the first day: 2027-01-31.');
    say('runDays', !whole(draft.runDays, 1, 730), 'From 1 to 730 days.');
    say('reviewers', !draft.selfReview && isNobody(draft.reviewers), 'Say who reviews, or let each person review themselves.');
  }
  return wrong;
}

function who(draft: Draft, say: Say): void {
  if (draft.way === 'rule') {
    say('rule', !draft.rule.trim(), 'Say whom it fits.');
    say('ruleDoes', !draft.ruleAdds && !draft.ruleRemoves, 'The rule would do nothing; let it give or take the package.');
    say('grace', !isSpan(draft.grace, 0), 'A whole number, 0 for at once.');
    say('holdPercent', draft.holdPercent.trim() !== '' && !whole(draft.holdPercent, 0, 100), 'From 0 to 100 percent, or empty.');
    say('holdAbove', draft.holdAbove.trim() !== '' && !whole(draft.holdAbove, 0, 10_000_000), 'A whole number, or empty.');
  }
  if (!isAsked(draft)) return;
  say('targets', draft.scope === 'specificDirectoryUsers' && isNobody(draft.targets) && !draft.targetRule.trim(), 'Name people, groups or a rule.');
  say('targets', draft.scope === 'specificDirectoryServicePrincipals' && draft.services.length === 0, 'Choose at least one application.');
  say('targets', draft.scope === 'specificConnectedOrganizationUsers' && !draft.organizations.trim(), 'Name at least one organization.');
  const behalf = draft.behalfAdd || draft.behalfUpdate || draft.behalfRemove;
  say('behalf', behalf && isNobody(draft.behalf), 'Say who may ask for others.');
  say('self', !draft.selfAdd && !draft.behalfAdd, 'Nobody could ask. Let people ask, or let administrators assign.');
}

function stages(draft: Draft, say: Say): void {
  draft.stages.forEach((stage, at) => {
    const of = (name: string) => `stages.${at}.${name}`;
    say(of('primary'), isNobody(stage.primary), 'Say who approves.');
    say(of('timeOut'), !isSpan(stage.timeOut), 'A whole number of days or hours.');
    if (!stage.escalates) return;
    say(of('escalation'), isNobody(stage.escalation), 'Say who is asked then.');
    say(of('escalateAfter'), !isSpan(stage.escalateAfter) || hours(stage.escalateAfter) < 24, 'After a day at the earliest.');
    say(of('timeOut'), hours(stage.timeOut) < 96, 'A stage that escalates lasts at least 4 days.');
    say(of('escalateAfter'), hours(stage.escalateAfter) >= hours(stage.timeOut), 'Before the stage ends, not after it.');
  });
}
