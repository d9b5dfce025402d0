import { Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';

/** Somebody who vouches for the people of an organization. */
export function SponsorDialog({ organization, onClose }: { organization: number; onClose: () => void }) {
  const add = useWrite('organization.sponsor.add');
  const tell = useTell();
  const [who, setWho] = useState<Chosen[]>([]);
  const [kind, setKind] = useState('internal');
  const person = who[0];
  const wrong = add.error?.field === 'principal' ? add.error.message : undefined;
  return (
    <ConfirmDialog
      title="Add a sponsor" action="Add" busy={add.isPending || !person} problem={wrong ? null : add.error} onClose={onClose}
      onConfirm={() => person && add.mutate({ organization, principal: person.principal, kind }, { onSuccess: () => { tell.done(`${person.displayName} is a sponsor.`); onClose(); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <PrincipalPicker label="Who" kind="user" single required chosen={who} onChange={setWho} error={wrong} />
        <RadioGroup aria-label="Which sponsor" value={kind} onChange={(_, change) => setKind(change.value)}>
          <Radio value="internal" label="Internal: a member of your own directory" />
          <Radio value="external" label="External: a guest, of their organization" />
        </RadioGroup>
      </div>
    </ConfirmDialog>
  );
}
