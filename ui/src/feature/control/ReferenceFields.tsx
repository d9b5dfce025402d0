import { Button, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { RequirementReference } from '../../api/operations';
import { useRead } from '../../api/query';
import { GroupProblem } from '../../shared/form';
import css from '../compliance/compliance.module.css';
import { Taken } from './Taken';

interface Props { references: RequirementReference[]; onChange: (references: RequirementReference[]) => void; error?: string }

/** Which requirements of which frameworks a control meets. */
export function ReferenceFields({ references, onChange, error }: Props) {
  const frameworks = useRead('framework.list', {});
  const [framework, setFramework] = useState('');
  const [requirement, setRequirement] = useState('');
  const shown = useRead('framework.show', { framework }, { enabled: framework !== '' });
  const rows = framework ? shown.data?.rows ?? [] : [];
  const chosen = rows.find((row) => row.id === requirement);
  const isSame = (one: RequirementReference, other: RequirementReference) => one.framework === other.framework && one.requirement === other.requirement;
  const label = (one: RequirementReference) => `${frameworks.data?.find((row) => row.framework === one.framework)?.name ?? one.framework} ${one.requirement}`;
  const add = () => {
    const made = { framework, requirement };
    if (!references.some((one) => isSame(one, made))) onChange([...references, made]);
    setRequirement('');
  };
  return (
    <>
      <div className={css.chosen}>
        {references.length === 0 ? <span className="quiet">No requirement yet.</span> : references.map((one) => <Taken key={label(one)} label={label(one)} onRemove={() => onChange(references.filter((other) => !isSame(one, other)))} />)}
      </div>
      <GroupProblem error={error} />
      <Field label="Framework">
        <Select value={framework} onChange={(_, change) => { setFramework(change.value); setRequirement(''); }}>
          <option value="">Choose a framework</option>
          {frameworks.data?.map((row) => <option key={row.framework} value={row.framework}>{row.name}</option>)}
        </Select>
      </Field>
      {framework && (
        <Field label="Requirement" hint={chosen?.asks}>
          <Select value={requirement} onChange={(_, change) => setRequirement(change.value)}>
            <option value="">Choose a requirement</option>
            {rows.map((row) => <option key={row.id} value={row.id}>{`${row.id} ${row.title}`}</option>)}
          </Select>
        </Field>
      )}
      <div><Button disabled={!requirement} onClick={add}>Add</Button></div>
    </>
  );
}
