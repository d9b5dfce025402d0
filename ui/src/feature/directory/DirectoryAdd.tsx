import { Button, Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FileSetting, Input } from '../../api/contract';
import { useWrite } from '../../api/query';
import { useStore } from '../../app/store';
import { Fieldset, Form, FormActions, TextField } from '../../shared/form';
import { Card, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { DomainFields } from './add/DomainFields';
import { EntraFields } from './add/EntraFields';
import { FilesFields } from './add/FilesFields';
import { Trial, TrialButton, useTrial } from './add/Trial';
import { checkDomain, domainFields, domainSettings, emptyDomain } from './add/domain';
import { checkEntra, emptyEntra, entraFields, entraSettings } from './add/entra';
import { settingOf, wrongOf } from './add/problem';

type Kind = 'ldap' | 'ad' | 'entra' | 'files';

const NEXT: Record<Kind, string> = { ldap: 'Sync it, and say when it is to be read again.', ad: 'Sync it, and say when it is to be read again.', entra: 'Sync it, and say when it is to be read again.', files: 'Sync it; look at whom its rows name that nobody is.' };

/** A new connection: what is typed is tried before it is kept. */
export default function DirectoryAdd() {
  const add = useWrite('directory.add');
  const trial = useTrial();
  const go = useNavigate();
  const tell = useTell();
  const { practice, now } = useStore();
  const [kind, setKind] = useState<Kind>('ldap');
  const [name, setName] = useState('');
  const [domain, setDomain] = useState(emptyDomain);
  const [entra, setEntra] = useState(emptyEntra);
  const [files, setFiles] = useState<FileSetting[]>([]);
  const [tried, setTried] = useState<'no' | 'try' | 'add'>('no');

  const isDomain = kind === 'ldap' || kind === 'ad';
  // Nobody has signed in to what is not added yet.
  const isPerson = kind === 'entra' && entra.by === 'person';
  const left: Record<string, string | undefined> = isDomain ? checkDomain(kind, domain) : kind === 'entra' ? checkEntra(entra) : files.length === 0 ? { files: 'Name at least one file.' } : {};
  const said = add.error ?? trial.problem;
  const shown = tried === 'no' ? {} : left;
  const secret = isDomain ? domain.secret : kind === 'entra' && entra.by === 'secret' ? entra.secret : '';
  const input: Input<'directory.add'> = {
    name: name.trim(), kind, secret: secret || undefined,
    settings: isDomain ? domainSettings(kind, domain) : kind === 'entra' ? entraSettings(entra) : { files },
  };
  const nameWrong = tried === 'add' && !name.trim() ? 'Give it a name.' : said?.field === 'name' ? said.message : null;
  const fields: readonly string[] = isDomain ? domainFields : kind === 'entra' ? entraFields : ['files'];
  const beside = said && (said.field === 'name' || fields.includes(settingOf(said) ?? ''));
  const isComplete = Object.keys(left).length === 0;

  function opened(directory: number) {
    setDomain({ ...domain, secret: '' });
    setEntra({ ...entra, secret: '' });
    tell.done('The directory was added.', isPerson ? 'Sign in to it; then sync it.' : NEXT[kind]);
    void go({ to: '/directories/$directory', params: { directory } });
  }
  function submit() {
    setTried('add');
    if (isComplete && name.trim()) add.mutate(input, { onSuccess: (view) => opened(view.directory) });
  }
  function ask() {
    setTried(tried === 'add' ? 'add' : 'try');
    add.reset();
    // A name is not needed to try; the one typed may be another directory's.
    if (isComplete) trial.ask({ ...input, name: '' });
  }

  return (
    <Page title="Add a directory" back={{ to: '/directories', label: 'Directories' }} lead="Where people, groups and their access are read from. Reading needs no more than an account that may search; nothing is changed by it.">
      <ProblemBanner problem={beside ? null : add.error} />
      <Card>
        <Form label="Add a directory" onSubmit={submit}>
          <Fieldset title="Directory">
            <TextField label="Name" required value={name} onChange={setName} hint="How it is called here and in evidence." error={nameWrong} autoFocus />
            <Field label="Kind">
              <RadioGroup
                value={kind}
                onChange={(_, change) => {
                  setKind(change.value as Kind);
                  setTried('no');
                  add.reset();
                  if (change.value === 'ad' && domain.transport === 'plain') setDomain({ ...domain, transport: 'ldaps' });
                }}
              >
                <Radio value="ldap" label="LDAP: OpenLDAP, 389 Directory Server and their relatives" />
                <Radio value="ad" label="Active Directory" />
                <Radio value="entra" label="Microsoft Entra ID" />
                <Radio value="files" label="Files: exports as CSV, Excel or LDIF" />
              </RadioGroup>
            </Field>
          </Fieldset>
          {isDomain && <DomainFields kind={kind} draft={domain} change={(part) => setDomain({ ...domain, ...part })} wrong={wrongOf(domainFields, shown, said)} />}
          {kind === 'entra' && <EntraFields draft={entra} change={(part) => setEntra({ ...entra, ...part })} wrong={wrongOf(entraFields, shown, said)} />}
          {kind === 'files' && <FilesFields files={files} change={setFiles} wrong={wrongOf(['files'] as const, shown, said).files} />}
          <Trial trial={trial} input={JSON.stringify({ ...input, name: '' })} fields={fields} />
          <FormActions>
            {practice && (
              <span style={{ marginRight: 'auto' }}>
                <Checkbox
                  checked={false} disabled={add.isPending} label="Use the sample organization instead"
                  onChange={() => add.mutate({ name: name.trim() || 'Sample organization', kind: 'sample', settings: { file: 'sample-directory.json', asOf: now } }, { onSuccess: (view) => void go({ to: '/directories/$directory', params: { directory: view.directory } }) })}
                />
              </span>
            )}
            <Button onClick={() => void go({ to: '/directories' })}>Cancel</Button>
            {!isPerson && <TrialButton onClick={ask} busy={trial.isBusy} />}
            <Button type="submit" appearance="primary" disabled={add.isPending}>Add the directory</Button>
          </FormActions>
        </Form>
      </Card>
    </Page>
  );
}
