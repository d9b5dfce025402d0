import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { OrganizationView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { domainsOf, withDomains } from './words';

/** A new organization, or changes to one; what the form does not show stays as it was. */
export function OrganizationDialog({ view, onClose }: { view?: OrganizationView; onClose: () => void }) {
  const create = useWrite('organization.create');
  const edit = useWrite('organization.edit');
  const write = view ? edit : create;
  const tell = useTell();
  const go = useNavigate();
  const [name, setName] = useState(view?.displayName ?? '');
  const [description, setDescription] = useState(view?.description ?? '');
  const [domains, setDomains] = useState(domainsOf(view?.sources));
  const at = (field: string) => (write.error?.field?.startsWith(field) ? write.error.message : undefined);
  const placed = ['displayName', 'description', 'identitySources'].some((field) => at(field));
  const sources = withDomains(view?.sources, domains);
  const body = { displayName: name.trim(), description: description.trim(), state: view?.state ?? 'configured', identitySources: sources };
  function keep() {
    if (view) {
      edit.mutate({ organization: view.organization, definition: { ...(view.definition as object), ...body } }, { onSuccess: () => { tell.done('The organization was changed.'); onClose(); } });
    } else {
      create.mutate({ definition: body }, { onSuccess: ({ organization }) => { tell.done('The organization is connected.', 'Policies can name it, and its people can ask.'); void go({ to: '/organizations/$organization', params: { organization } }); } });
    }
  }
  return (
    <ConfirmDialog title={view ? 'Change the organization' : 'Connect an organization'} action={view ? 'Keep the changes' : 'Connect'} busy={write.isPending || !name.trim() || sources.length === 0} problem={placed ? null : write.error} onClose={onClose} onConfirm={keep}>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <TextField label="Name" required value={name} onChange={setName} error={at('displayName')} />
        <TextField label="Description" lines={2} value={description} onChange={setDescription} error={at('description')} />
        <TextField label="Mail domains" required={sources.length === 0} mono lines={3} value={domains} onChange={setDomains} error={at('identitySources')} hint="One a line. Whoever has an address there is of this organization." />
      </div>
    </ConfirmDialog>
  );
}
