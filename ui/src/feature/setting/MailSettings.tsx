import { Button, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { MailView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Form, FormActions, PathField, TextField } from '../../shared/form';
import { Card, Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';

const securityWords = { tls: 'TLS from the start (usually port 465)', startTls: 'STARTTLS, required (usually port 587)' } as const;

/** The mail server that notices go through; without one they wait, and can be written as drafts. */
export function MailSettings() {
  const read = useRead('mail.show', {});
  const [changing, setChanging] = useState(false);
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (read.data === undefined) return null;
  const mail = read.data;
  return (
    <Card title="Mail for notices" aside={!changing && <Button onClick={() => setChanging(true)}>{mail ? 'Change…' : 'Set up…'}</Button>}>
      {changing ? <Change before={mail} onDone={() => setChanging(false)} /> : mail ? (
        <>
          <Facts
            facts={[
              ['Server', `${mail.host}, port ${mail.port}`], ['Protection', securityWords[mail.security]], ['Signs in as', mail.user ?? 'Does not sign in'], ['From', mail.from],
              ['Administrators', mail.administrator ?? 'Are not told'], mail.caFile !== null && ['Trusted authorities', <span className="mono">{mail.caFile}</span>],
            ]}
          />
          <Send />
        </>
      ) : <p className="quiet">No mail server is set up: notices wait in the store, and can be written as drafts to send from elsewhere.</p>}
    </Card>
  );
}

function Change({ before, onDone }: { before: MailView | null; onDone: () => void }) {
  const save = useWrite('mail.configure');
  const tell = useTell();
  const [host, setHost] = useState(before?.host ?? '');
  const [port, setPort] = useState(String(before?.port ?? 465));
  const [security, setSecurity] = useState<'tls' | 'startTls'>(before?.security ?? 'tls');
  const [user, setUser] = useState(before?.user ?? '');
  const [secret, setSecret] = useState('');
  const [from, setFrom] = useState(before?.from ?? '');
  const [administrator, setAdministrator] = useState(before?.administrator ?? '');
  const [caFile, setCaFile] = useState(before?.caFile ?? '');
  const [tried, setTried] = useState(false);
  const missing = (text: string, message: string) => (tried && !text.trim() ? message : null);
  const at = (field: string) => (save.error?.field === field ? save.error.message : null);
  const fits = /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  function submit() {
    setTried(true);
    if (!host.trim() || !from.trim() || !fits) return;
    const optional = (name: string, text: string) => (text.trim() ? { [name]: text.trim() } : {});
    save.mutate(
      { host: host.trim(), port: Number(port), security, from: from.trim(), ...optional('user', user), ...optional('administrator', administrator), ...optional('caFile', caFile), ...(secret ? { secret } : {}) },
      { onSuccess: () => { tell.done('The mail server was saved.', 'The password is in the keyring, and nowhere else.'); onDone(); } },
    );
  }
  return (
    <Form label="Mail server" onSubmit={submit}>
      <ProblemBanner problem={save.error?.field ? null : save.error} />
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12, maxWidth: 560 }}>
        <TextField label="Server" required value={host} onChange={setHost} error={missing(host, 'Say which server.') ?? at('host')} placeholder="mail.example.org" />
        <Field label="Protection">
          <RadioGroup value={security} onChange={(_, change) => { const next = change.value as 'tls' | 'startTls'; setSecurity(next); if (port === '465' || port === '587') setPort(next === 'tls' ? '465' : '587'); }}>
            <Radio value="tls" label={securityWords.tls} />
            <Radio value="startTls" label={securityWords.startTls} />
          </RadioGroup>
        </Field>
        <TextField label="Port" type="number" min={1} max={65535} required value={port} onChange={setPort} error={tried && !fits ? 'From 1 to 65535.' : at('port')} />
        <TextField label="User" value={user} onChange={setUser} error={at('user')} hint="Empty: does not sign in." />
        {user.trim() !== '' && <TextField label="Password" type="password" value={secret} onChange={setSecret} error={at('secret')} hint={before ? 'Empty keeps the one that is known.' : 'It goes to the keyring of this machine.'} />}
        <TextField label="Sender" required value={from} onChange={setFrom} error={missing(from, 'Say who the sender is.') ?? at('from')} placeholder="Access reviews <reviews@example.org>" />
        <TextField label="Address of the administrators" value={administrator} onChange={setAdministrator} error={at('administrator')} hint="They are told when a review ends." />
        <PathField label="Authorities that may have signed its certificate" value={caFile} onChange={setCaFile} error={at('caFile')} hint="Empty: those this machine trusts." question={{ title: 'A file of certificates', mode: 'open', filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }] }} />
      </div>
      <FormActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" appearance="primary" disabled={save.isPending}>Save</Button>
      </FormActions>
    </Form>
  );
}

function Send() {
  const waiting = useRead('notice.list', { limit: 0 });
  const send = useWrite('notice.send');
  const tell = useTell();
  const [job, setJob] = useState<number | null>(null);
  const queued = waiting.data?.queued ?? 0;
  return (
    <>
      <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
        <Button disabled={queued === 0 || send.isPending || job !== null} onClick={() => send.mutate({}, { onSuccess: ({ job: started }) => setJob(started), onError: tell.problem })}>Send what waits</Button>
        <span className="quiet number">{queued === 0 ? 'Nothing waits.' : `${queued} waiting.`}</span>
      </div>
      {job !== null && <JobProgress job={job} onEnd={(ended) => { if (ended.state !== 'problem') { tell.done('The notices were handed to the server.', 'The list of notices says what became of each.'); setJob(null); } }} />}
    </>
  );
}
