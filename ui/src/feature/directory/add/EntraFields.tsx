import { Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { Fieldset, PathField, TextField } from '../../../shared/form';
import { CLOUDS, type EntraDraft, type EntraField } from './entra';
import type { Wrong } from './problem';

interface Props { draft: EntraDraft; change: (part: Partial<EntraDraft>) => void; wrong: Wrong<EntraField>; isKept?: boolean }

/** A tenant, and the application that was registered there for this program. */
export function EntraFields({ draft, change, wrong, isKept = false }: Props) {
  return (
    <>
      <Fieldset title="Tenant" hint="Which organization, in which of Microsoft's clouds.">
        <Field label="Cloud" hint="Global, unless the portal is another one than entra.microsoft.com.">
          <Select value={draft.cloud} onChange={(_, chosen) => change({ cloud: chosen.value as EntraDraft['cloud'] })}>
            {CLOUDS.map(([value, word]) => <option key={value} value={value}>{word}</option>)}
          </Select>
        </Field>
        <TextField label="Tenant" required mono value={draft.tenant} onChange={(tenant) => change({ tenant })} placeholder="contoso.onmicrosoft.com" hint="Its id (Directory ID), or one of its domains." error={wrong.tenant} />
      </Fieldset>
      <Fieldset title="Application" hint="Registered in the tenant under “App registrations”, with an administrator's consent to its permissions. The secret goes to the keyring, or encrypted into the store; it is never shown again.">
        <TextField label="Application id" required mono value={draft.clientId} onChange={(clientId) => change({ clientId })} placeholder="00000000-0000-0000-0000-000000000000" hint="Application (client) ID." error={wrong.clientId} />
        <Field label="It signs in by">
          <RadioGroup value={draft.by} onChange={(_, chosen) => change({ by: chosen.value as EntraDraft['by'] })}>
            <Radio value="secret" label="A client secret" />
            <Radio value="certificate" label="A certificate and its key, in a file on this machine" />
            <Radio value="person" label="A person, who types a code in a browser: reads and changes what that person may" />
          </RadioGroup>
        </Field>
        {draft.by === 'person' && <p className="quiet">{isKept ? 'Another tenant or application needs another sign-in.' : 'Add the directory first; then sign in on its page.'} The registration must allow public client flows, and have delegated permissions. What the sign-in leaves behind is kept like a secret.</p>}
        {draft.by === 'secret' && (
          <TextField label="Client secret" required={!isKept} type="password" value={draft.secret} onChange={(secret) => change({ secret })} hint={isKept ? 'Empty: the one that is kept.' : "The value, not the secret's id."} error={wrong.secret} />
        )}
        {draft.by === 'certificate' && (
          <PathField label="Certificate file" required value={draft.certificateFile} onChange={(certificateFile) => change({ certificateFile })} hint="PEM, with certificate and key. A relative path is taken from the store's folder." question={{ title: 'The certificate and its key', mode: 'open', filters: [{ name: 'PEM', extensions: ['pem', 'crt', 'key'] }] }} error={wrong.certificateFile} />
        )}
      </Fieldset>
      <Fieldset title="What is read" hint="Users, guests and groups always are. Reading less needs fewer permissions.">
        <Checkbox label="Applications, and who is assigned to them" checked={draft.applications} onChange={(_, chosen) => change({ applications: chosen.checked === true })} />
        <Checkbox label="Directory roles, active and eligible" checked={draft.roles} onChange={(_, chosen) => change({ roles: chosen.checked === true })} />
        <TextField label="Azure subscriptions" mono lines={2} value={draft.subscriptions} onChange={(subscriptions) => change({ subscriptions })} placeholder="00000000-0000-0000-0000-000000000000" hint="The ids of those whose roles are read, one a line; it needs the role Reader there. Empty: nothing of Azure is read." error={wrong.subscriptions} />
      </Fieldset>
    </>
  );
}
