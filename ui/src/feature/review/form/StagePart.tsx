import { Button, Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { Fieldset, GroupProblem, TextField } from '../../../shared/form';
import { PrincipalPicker } from '../../principal/PrincipalPicker';
import { type StageDraft, type Strategy, emptyStage, takesFallback } from './draft';
import css from './form.module.css';
import type { Part } from './part';
import { decidedWords, strategyWords } from './words';

/** Who decides: one to three stages, one after the other. */
export function StagePart({ draft, onChange, wrong }: Part) {
  const several = draft.stages.length > 1;
  const set = (at: number, part: Partial<StageDraft>) => onChange({ stages: draft.stages.map((stage, index) => (index === at ? { ...stage, ...part } : stage)) });
  return (
    <Fieldset title="Who decides" hint="Nobody decides on their own access, except in a self-review. Up to three stages follow each other, each with its own reviewers and length.">
      {draft.stages.map((stage, at) => (
        <div key={at} className={css.stage} data-only={!several} role="group" aria-label={several ? `Stage ${at + 1}` : 'Reviewers'}>
          {several && (
            <div className={css.stageHead}>
              <h3>Stage {at + 1} of {draft.stages.length}</h3>
              <Button size="small" onClick={() => onChange({ stages: draft.stages.filter((_, index) => index !== at) })}>Remove stage {at + 1}</Button>
            </div>
          )}
          <Reviewers stage={stage} at={at} set={(part) => set(at, part)} wrong={wrong} />
          <div className={css.row}>
            <TextField label="Duration in days" type="number" min={1} max={730} required value={stage.durationDays} onChange={(durationDays) => set(at, { durationDays })} error={wrong[`stages.${at}.durationDays`]} />
            <Field label="Where several are asked" hint={strategyWords[stage.strategy].more}>
              <Select value={stage.strategy} onChange={(_, change) => set(at, { strategy: change.value as Strategy })}>
                {Object.entries(strategyWords).map(([value, words]) => <option key={value} value={value}>{words.word}</option>)}
              </Select>
            </Field>
          </div>
          <Checkbox checked={stage.recommendations} label="Show these reviewers recommendations" onChange={(_, change) => set(at, { recommendations: change.checked === true })} />
          {at < draft.stages.length - 1 && <MovesOn stage={stage} set={(part) => set(at, part)} error={wrong[`stages.${at}.movesOn`]} next={at + 2} />}
        </div>
      ))}
      <GroupProblem error={wrong['stages.durationDays']} />
      {draft.stages.length < 3 && (
        <div><Button icon={<AddRegular />} onClick={() => onChange({ stages: [...draft.stages, { ...emptyStage, owners: false }] })}>{several ? 'Add a third stage' : 'Add a second stage'}</Button></div>
      )}
      {several && <Checkbox checked={draft.showHistory} label="Show later stages what earlier ones decided" onChange={(_, change) => onChange({ showHistory: change.checked === true })} />}
    </Fieldset>
  );
}

interface StageProps { stage: StageDraft; at: number; set: (part: Partial<StageDraft>) => void; wrong: Part['wrong'] }

function Reviewers({ stage, at, set, wrong }: StageProps) {
  const error = wrong[`stages.${at}.reviewers`];
  return (
    <>
      <RadioGroup aria-label="Reviewers" value={stage.self ? 'self' : 'others'} onChange={(_, change) => set({ self: change.value === 'self' })}>
        <Radio value="others" label="Others decide" />
        <Radio value="self" label="Each person for themselves (self-review)" />
      </RadioGroup>
      {stage.self ? <GroupProblem error={error} /> : (
        <div className={css.nested}>
          <div role="group" aria-label="Who is asked" className={css.checks}>
            <Checkbox checked={stage.owners} label="The owners of each resource" onChange={(_, change) => set({ owners: change.checked === true })} />
            <Checkbox checked={stage.managers} label="The manager of each person" onChange={(_, change) => set({ managers: change.checked === true })} />
          </div>
          <PrincipalPicker label="Named reviewers" kind="user" chosen={stage.people} onChange={(people) => set({ people })} error={error} />
          <PrincipalPicker label="Members of these groups review" kind="group" chosen={stage.groups} onChange={(groups) => set({ groups })} />
          {takesFallback(stage) && (
            <PrincipalPicker
              label="Fallback reviewers" kind="user" chosen={stage.fallback} onChange={(fallback) => set({ fallback })} error={wrong[`stages.${at}.fallback`]}
              hint="They are asked where no owner or manager is left who could decide."
            />
          )}
          {stage.fallbackGroups.length > 0 && <PrincipalPicker label="Fallback: members of these groups" kind="group" chosen={stage.fallbackGroups} onChange={(fallbackGroups) => set({ fallbackGroups })} />}
        </div>
      )}
    </>
  );
}

function MovesOn({ stage, set, error, next }: { stage: StageDraft; set: StageProps['set']; error?: string; next: number }) {
  return (
    <div role="group" aria-label={`What goes on to stage ${next}`}>
      <span className={css.label}>What goes on to stage {next}</span>
      <div className={css.inline}>
        {emptyStage.movesOn.map((one) => (
          <Checkbox
            key={one} label={decidedWords[one]} checked={stage.movesOn.includes(one)}
            onChange={(_, change) => set({ movesOn: emptyStage.movesOn.filter((each) => (each === one ? change.checked === true : stage.movesOn.includes(each))) })}
          />
        ))}
      </div>
      <GroupProblem error={error} />
    </div>
  );
}
