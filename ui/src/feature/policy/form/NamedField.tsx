import { Checkbox } from '@fluentui/react-components';
import { TextField } from '../../../shared/form';
import { count } from '../../../shared/number';
import { PrincipalPicker } from '../../principal/PrincipalPicker';
import css from '../../review/form/form.module.css';
import type { Named, Relative } from './draft';
import { relativeWords } from './words';

interface Props {
  /** Who they are here, such as “Approvers”. */
  label: string;
  value: Named;
  onChange: (value: Named) => void;
  /** Who may be named by what they are to the person. */
  relative?: Relative[];
  error?: string;
  hint?: string;
}

/** Whom a policy names: people, groups, and who is found when somebody asks. */
export function NamedField({ label, value, onChange, relative = [], error, hint }: Props) {
  const set = (part: Partial<Named>) => onChange({ ...value, ...part });
  const manages = value.relative.includes('requestorManager') || value.relative.includes('targetManager');
  return (
    <div role="group" aria-label={label} style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
      {relative.length > 0 && (
        <div className={css.checks}>
          {relative.map((one) => (
            <Checkbox
              key={one} checked={value.relative.includes(one)} label={relativeWords[one].word}
              // One manager only: who asks and who is to have it are the same, unless somebody asks for them.
              onChange={(_, change) => set({ relative: relative.filter((each) => (each === one ? change.checked === true : value.relative.includes(each) && !(change.checked === true && each.endsWith('Manager') && one.endsWith('Manager')))) })}
            />
          ))}
        </div>
      )}
      {manages && <TextField label="Which manager" type="number" min={1} max={10} value={value.level} onChange={(level) => set({ level })} hint="1 is the direct manager, 2 the manager’s manager." />}
      <PrincipalPicker label={`${label}: people`} kind="user" chosen={value.people} onChange={(people) => set({ people })} error={error} hint={hint} />
      <PrincipalPicker label={`${label}: members of groups`} kind="group" chosen={value.groups} onChange={(groups) => set({ groups })} />
      {value.kept.length > 0 && <p className="quiet">And {count(value.kept.length, 'other')} that only the JSON shows; it stays as it is.</p>}
    </div>
  );
}
