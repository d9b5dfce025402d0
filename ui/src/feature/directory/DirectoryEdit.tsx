import { Button } from '@fluentui/react-components';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { DirectoryView, DomainSettings, EntraSettings, LdapSettings } from '../../api/contract';
import { useRead, useWrite } from '../../api/query';
import { Empty } from '../../shared/empty';
import { Form, FormActions } from '../../shared/form';
import { Card, Page } from '../../shared/page';
import { ProblemBanner, ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { DomainFields } from './add/DomainFields';
import { EntraFields } from './add/EntraFields';
import { Trial, TrialButton, useTrial } from './add/Trial';
import { checkDomain, domainDraft, domainFields, domainSettings, emptyDomain } from './add/domain';
import { checkEntra, emptyEntra, entraDraft, entraFields, entraSettings } from './add/entra';
import { settingOf, wrongOf } from './add/problem';

const route = getRouteApi('/directories/$directory/edit');

/** Other settings for a connection that is kept. */
export default function DirectoryEdit() {
  const { directory: id } = route.useParams();
  const list = useRead('directory.list', {});
  const directory = list.data?.find((one) => one.directory === id);
  if (list.error) return <ProblemPage problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading label="Reading the directory" />;
  if (!directory || !['ldap', 'ad', 'entra'].includes(directory.kind)) return <Empty title="There is no such directory" />;
  return <EditForm directory={directory} />;
}

function EditForm({ directory }: { directory: DirectoryView }) {
  const kind = directory.kind as 'ldap' | 'ad' | 'entra';
  const kept = directory.settings as Record<string, unknown>;
  const [domain, setDomain] = useState(() => (kind === 'entra' ? emptyDomain : domainDraft(kept as unknown as LdapSettings & DomainSettings)));
  const [entra, setEntra] = useState(() => (kind === 'entra' ? entraDraft(kept as unknown as EntraSettings) : emptyEntra));
  const [tried, setTried] = useState(false);
  const change = useWrite('directory.change');
  const trial = useTrial();
  const go = useNavigate();
  const tell = useTell();
  const at = { to: '/directories/$directory', params: { directory: directory.directory } } as const;

  const left: Record<string, string | undefined> = kind === 'entra' ? checkEntra(entra, true) : checkDomain(kind, domain, true);
  const isComplete = Object.keys(left).length === 0;
  const shown = tried ? left : {};
  const said = change.error ?? trial.problem;
  const fields: readonly string[] = kind === 'entra' ? entraFields : domainFields;
  const secret = kind === 'entra' ? (entra.by === 'secret' ? entra.secret : '') : domain.secret;
  // What the form does not ask for stays as it was kept.
  const settings = { ...kept, ...(kind === 'entra' ? entraSettings(entra) : domainSettings(kind, domain)) };
  const input = { name: directory.name, kind, settings, secret: secret || undefined };

  function done() {
    setDomain({ ...domain, secret: '' });
    setEntra({ ...entra, secret: '' });
    tell.done('The settings are kept.', 'The next sync reads everything.');
    void go(at);
  }
  function submit() {
    setTried(true);
    if (!isComplete) return;
    change.mutate({ directory: directory.directory, settings, secret: secret || undefined }, { onSuccess: done });
  }

  return (
    <Page title="Settings of the connection" back={{ ...at, label: directory.name }} lead="The last snapshot stands. The next sync reads everything, because what changed since means nothing under other settings.">
      <ProblemBanner problem={said && fields.includes(settingOf(said) ?? '') ? null : change.error} />
      <Card>
        <Form label="Settings of the connection" onSubmit={submit}>
          {kind === 'entra'
            ? <EntraFields isKept draft={entra} change={(part) => setEntra({ ...entra, ...part })} wrong={wrongOf(entraFields, shown, said)} />
            : <DomainFields isKept kind={kind} draft={domain} change={(part) => setDomain({ ...domain, ...part })} wrong={wrongOf(domainFields, shown, said)} />}
          <Trial trial={trial} input={JSON.stringify(input)} fields={fields} />
          <FormActions>
            <Button onClick={() => void go(at)}>Cancel</Button>
            <TrialButton busy={trial.isBusy} onClick={() => { setTried(true); change.reset(); if (isComplete) trial.ask(input); }} />
            <Button type="submit" appearance="primary" disabled={change.isPending}>Keep the settings</Button>
          </FormActions>
        </Form>
      </Card>
    </Page>
  );
}
