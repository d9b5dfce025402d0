import { Button, Checkbox, Field, Select } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import type { ApproverVisibility } from '../../../api/operations';
import { Fieldset, GroupProblem } from '../../../shared/form';
import css from '../../review/form/form.module.css';
import { NamedField } from './NamedField';
import { SpanField } from './SpanField';
import { type StageDraft, emptyStage, isApproved, isRelative } from './draft';
import type { Part } from './part';
import { visibilityWords } from './words';

const relatives = ['requestorManager', 'targetManager', 'internalSponsors', 'externalSponsors', 'targetUserSponsors', 'targetApplicationOwners'] as const;

/** Who approves: none to three stages, one after the other. */
export function ApprovalPart({ draft, onChange, wrong }: Part) {
  const several = draft.stages.length > 1;
  const set = (at: number, part: Partial<StageDraft>) => onChange({ stages: draft.stages.map((stage, index) => (index === at ? { ...stage, ...part } : stage)) });
  return (
    <Fieldset title="Who approves" hint="In each stage one answer decides: an approval moves on, a denial ends the request. Nobody approves what they asked for themselves.">
      <div role="group" aria-label="What is approved" className={css.checks}>
        <Checkbox checked={draft.approvalForAdd} label="Requests are approved" onChange={(_, change) => onChange({ approvalForAdd: change.checked === true })} />
        <Checkbox checked={draft.approvalForUpdate} label="Requests for a longer time are approved, too" onChange={(_, change) => onChange({ approvalForUpdate: change.checked === true })} />
        <Checkbox checked={draft.reason} label="Who asks says why" onChange={(_, change) => onChange({ reason: change.checked === true })} />
      </div>
      {!isApproved(draft) && <p className="quiet">Whoever may ask gets it at once.</p>}
      {isApproved(draft) && draft.stages.map((stage, at) => (
        <div key={at} className={css.stage} data-only={!several} role="group" aria-label={several ? `Stage ${at + 1}` : 'Approval'}>
          {several && (
            <div className={css.stageHead}>
              <h3>Stage {at + 1} of {draft.stages.length}</h3>
              <Button size="small" onClick={() => onChange({ stages: draft.stages.filter((_, index) => index !== at) })}>Remove stage {at + 1}</Button>
            </div>
          )}
          <Stage stage={stage} at={at} set={(part) => set(at, part)} wrong={wrong} />
        </div>
      ))}
      <GroupProblem error={wrong.stages} />
      {isApproved(draft) && draft.stages.length < 3 && (
        <div><Button icon={<AddRegular />} onClick={() => onChange({ stages: [...draft.stages, emptyStage] })}>{several ? 'Add a third stage' : 'Add a second stage'}</Button></div>
      )}
    </Fieldset>
  );
}

function Stage({ stage, at, set, wrong }: { stage: StageDraft; at: number; set: (part: Partial<StageDraft>) => void; wrong: Part['wrong'] }) {
  const of = (name: string) => wrong[`stages.${at}.${name}`];
  return (
    <>
      <NamedField label="Approvers" relative={[...relatives]} value={stage.primary} onChange={(primary) => set({ primary })} error={of('primary')} />
      {isRelative(stage.primary) && <div className={css.nested}><NamedField label="Fallback" value={stage.fallback} onChange={(fallback) => set({ fallback })} error={of('fallback')} hint="They are asked where no manager, sponsor or owner is found." /></div>}
      <div className={css.row}>
        <SpanField label="They have" required value={stage.timeOut} onChange={(timeOut) => set({ timeOut })} error={of('timeOut')} hint="After that the request runs out of time." />
        <Field label="Who asks and the approvers" hint={stage.visibility === 'notVisible' ? 'Only administrators see the names.' : undefined}>
          <Select value={stage.visibility} onChange={(_, change) => set({ visibility: change.value as ApproverVisibility })}>
            {Object.entries(visibilityWords).map(([value, word]) => <option key={value} value={value}>{word}</option>)}
          </Select>
        </Field>
      </div>
      <div className={css.checks}>
        <Checkbox checked={stage.justification} label="Approvers say why" onChange={(_, change) => set({ justification: change.checked === true })} />
        <Checkbox checked={stage.escalates} label="If nobody answers, ask others too" onChange={(_, change) => set({ escalates: change.checked === true })} />
      </div>
      {stage.escalates && (
        <div className={css.nested}>
          <SpanField label="After" required value={stage.escalateAfter} onChange={(escalateAfter) => set({ escalateAfter })} error={of('escalateAfter')} />
          <NamedField label="Asked then" relative={[...relatives]} value={stage.escalation} onChange={(escalation) => set({ escalation })} error={of('escalation')} />
          {isRelative(stage.escalation) && <NamedField label="Fallback of those" value={stage.escalationFallback} onChange={(escalationFallback) => set({ escalationFallback })} error={of('escalationFallback')} />}
        </div>
      )}
    </>
  );
}
