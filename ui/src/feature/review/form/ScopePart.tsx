import { Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { Fieldset, GroupProblem } from '../../../shared/form';
import { PrincipalPicker } from '../../principal/PrincipalPicker';
import { type Assignment, type Draft, type Listed, type ScopeKind, kindOf, listed, listsOf } from './draft';
import css from './form.module.css';
import type { Part } from './part';
import { assignmentWords, listWords, scopeWords } from './words';

/** Access to what. */
export function ScopePart(props: Part) {
  const { draft, onChange, wrong } = props;
  const lists = listsOf(draft);
  const groups = lists.includes('groups');
  const roles = lists.includes('directoryRoles') && draft.scopeKind !== 'person';
  return (
    <Fieldset title="Access to what" hint="The population is frozen from the last snapshot when a run starts.">
      <Field label="Review">
        <Select value={draft.scopeKind} onChange={(_, change) => onChange({ scopeKind: change.value as ScopeKind, ...(change.value === 'person' ? { who: 'everyone' as const } : {}) })}>
          {Object.entries(scopeWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </Select>
      </Field>
      {draft.scopeKind === 'person' ? <Person {...props} /> : draft.scopeKind === 'several' ? (
        <>
          <GroupProblem error={wrong.resources} />
          {listed.map((list) => <Picker key={list} list={list} {...props} />)}
        </>
      ) : <OneKind list={draft.scopeKind} {...props} />}
      {roles && (!draft.every || draft.scopeKind === 'several') && (
        <Field label="Of a directory role">
          <Select value={draft.assignment} onChange={(_, change) => onChange({ assignment: change.value as Assignment })}>
            {Object.entries(assignmentWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          </Select>
        </Field>
      )}
      {groups && !draft.every && draft.scopeKind !== 'person' && (
        <Checkbox
          checked={draft.nested} label="Also people who are members through nested groups" onChange={(_, change) => onChange({ nested: change.checked === true })}
        />
      )}
    </Fieldset>
  );
}

function OneKind({ list, ...props }: Part & { list: Listed }) {
  const { draft, onChange } = props;
  const words = listWords[list];
  return (
    <>
      <RadioGroup aria-label={words.title} value={draft.every ? 'all' : 'some'} onChange={(_, change) => onChange({ every: change.value === 'all' })}>
        <Radio value="some" label={`These ${words.many}`} />
        <Radio value="all" label={words.every} />
      </RadioGroup>
      {!draft.every && <Picker list={list} {...props} />}
      {draft.every && <GroupProblem error={props.wrong.resources} />}
      {draft.every && list === 'groups' && <Checkbox checked={draft.unified} label="Microsoft 365 groups only" onChange={(_, change) => onChange({ unified: change.checked === true })} />}
    </>
  );
}

function Picker({ list, draft, onChange, wrong }: Part & { list: Listed }) {
  const several = draft.scopeKind === 'several';
  return (
    <PrincipalPicker
      label={listWords[list].title} kind={kindOf[list]} required={!several} chosen={draft[list]}
      onChange={(chosen) => onChange({ [list]: chosen } as Partial<Draft>)} error={several ? undefined : wrong.resources}
    />
  );
}

function Person({ draft, onChange, wrong }: Part) {
  return (
    <>
      <PrincipalPicker label="Whose access" kind="user" required chosen={draft.persons} onChange={(persons) => onChange({ persons })} error={wrong.persons} />
      <div role="group" aria-label="What kinds of access" className={css.checks}>
        <span className={css.label}>What they may reach</span>
        {listed.map((list) => (
          <Checkbox
            key={list} label={listWords[list].title} checked={draft.personKinds.includes(list)}
            onChange={(_, change) => onChange({ personKinds: listed.filter((one) => (one === list ? change.checked === true : draft.personKinds.includes(one))) })}
          />
        ))}
        <GroupProblem error={wrong.personKinds ?? wrong.resources} />
      </div>
    </>
  );
}
