import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { SigningView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Form, FormActions, PathField, TextField } from '../../shared/form';
import { Card, Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';

/** The certificate that evidence is signed with; without one it is sealed all the same. */
export function Signing({ mayChange }: { mayChange: boolean }) {
  const read = useRead('signing.show', {});
  const [asking, setAsking] = useState<'create' | 'import' | 'remove' | null>(null);
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (read.data === undefined) return null;
  const signing = read.data;
  const done = () => setAsking(null);
  return (
    <Card
      title="Signature of evidence"
      aside={mayChange && asking === null && (
        <span style={{ display: 'flex', gap: 8 }}>
          {signing && <Button appearance="subtle" onClick={() => setAsking('remove')}>Remove…</Button>}
          <Button onClick={() => setAsking('import')}>Import…</Button>
          <Button onClick={() => setAsking('create')}>{signing ? 'Make a new one…' : 'Make a certificate…'}</Button>
        </span>
      )}
    >
      {signing ? <Certificate signing={signing} /> : <p className="quiet">Evidence is sealed, but not signed. With a certificate, every PDF program can show who it comes from and that it is whole.</p>}
      {asking === 'create' && <Create replaces={signing !== null} onDone={done} />}
      {asking === 'import' && <Import replaces={signing !== null} onDone={done} />}
      {asking === 'remove' && <Remove onDone={done} />}
    </Card>
  );
}

/** Groups of four are what two people read to each other over the telephone. */
const grouped = (hex: string) => hex.replace(/(.{4})(?=.)/g, '$1 ');

function Certificate({ signing }: { signing: SigningView }) {
  return (
    <Facts
      facts={[
        ['Signed by', <span style={{ overflowWrap: 'anywhere' }}>{signing.subject}</span>],
        ['Issued by', signing.selfSigned ? <StateBadge tone="quiet">Nobody else: self-signed</StateBadge> : <span style={{ overflowWrap: 'anywhere' }}>{signing.issuer}</span>],
        ['SHA-256 of the certificate', <span className="mono" style={{ overflowWrap: 'anywhere' }}>{grouped(signing.sha256)}</span>],
        ['Valid', <><Moment at={signing.notBefore} /> to <Moment at={signing.notAfter} /></>],
        ['Key', `${signing.key}, in the keyring of this machine`],
        [signing.origin === 'created' ? 'Made' : 'Imported', <><Moment at={signing.since} /> by {signing.by}</>],
        signing.certificates > 1 && ['Certificates in each file', String(signing.certificates)],
        signing.selfSigned && ['For the auditor', 'Tell the SHA-256 by another way than the file: it is what shows that the certificate is yours.'],
      ]}
    />
  );
}

function Create({ replaces, onDone }: { replaces: boolean; onDone: () => void }) {
  const create = useWrite('signing.create');
  const tell = useTell();
  return (
    <Form label="Make a certificate" onSubmit={() => create.mutate({}, { onSuccess: () => { tell.done('The certificate was made.', 'Evidence is signed with it from now on.'); onDone(); } })}>
      <ProblemBanner problem={create.error} />
      <p>A new P-256 key and a certificate for ten years in the organization’s name. Nobody else vouches for it: PDF programs say that the signer is unknown, and the auditor compares its SHA-256.{replaces && ' It takes the place of the one above, whose key is deleted; evidence that was signed before stays signed.'}</p>
      <FormActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" appearance="primary" disabled={create.isPending}>{create.isPending ? 'Making…' : 'Make the certificate'}</Button>
      </FormActions>
    </Form>
  );
}

function Import({ replaces, onDone }: { replaces: boolean; onDone: () => void }) {
  const take = useWrite('signing.import');
  const tell = useTell();
  const [path, setPath] = useState('');
  const [secret, setSecret] = useState('');
  const [tried, setTried] = useState(false);
  const at = (field: string) => (take.error?.field === field ? take.error.message : null);
  function submit() {
    setTried(true);
    if (!path.trim()) return;
    take.mutate({ path: path.trim(), secret }, { onSuccess: () => { tell.done('The certificate was imported.', 'Evidence is signed with it from now on.'); onDone(); } });
  }
  return (
    <Form label="Import a certificate" onSubmit={submit}>
      <ProblemBanner problem={take.error?.field ? null : take.error} />
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12, maxWidth: 560 }}>
        <PathField label="PKCS#12 file" required value={path} onChange={setPath} error={(tried && !path.trim() ? 'Say which file.' : null) ?? at('path')} hint="Certificate and key in one file, .p12 or .pfx; RSA or P-256." question={{ title: 'A certificate with its key', mode: 'open', filters: [{ name: 'PKCS#12', extensions: ['p12', 'pfx'] }] }} />
        <TextField label="Its password" type="password" value={secret} onChange={setSecret} error={at('secret')} hint="It is used once and not kept. The key goes to the keyring of this machine." />
        {replaces && <p className="quiet">It takes the place of the one above, whose key is deleted; evidence that was signed before stays signed.</p>}
      </div>
      <FormActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" appearance="primary" disabled={take.isPending}>{take.isPending ? 'Importing…' : 'Import'}</Button>
      </FormActions>
    </Form>
  );
}

function Remove({ onDone }: { onDone: () => void }) {
  const remove = useWrite('signing.remove');
  const tell = useTell();
  return (
    <Form label="Remove the certificate" onSubmit={() => remove.mutate({}, { onSuccess: () => { tell.done('The certificate was removed.', 'Evidence is not signed from now on.'); onDone(); } })}>
      <ProblemBanner problem={remove.error} />
      <p>Evidence is not signed from now on, and the key is deleted. What was signed before stays signed.</p>
      <FormActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" appearance="primary" disabled={remove.isPending}>{remove.isPending ? 'Removing…' : 'Remove'}</Button>
      </FormActions>
    </Form>
  );
}
