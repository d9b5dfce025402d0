import { Button, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { ExchangeView, Place } from '../../api/operations';
import { useWrite } from '../../api/query';
import { Form, FormActions, PathField, TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import css from './exchange.module.css';
import { type PlaceKind, placeWords } from './words';

const kinds: PlaceKind[] = ['folder', 'webDav', 's3', 'azureBlob'];
type Values = Record<string, string>;

/** What is asked of each kind, in order; a star marks what must be there. */
const fields: Record<PlaceKind, [name: string, label: string, needed: boolean, hint?: string][]> = {
  folder: [],
  webDav: [['url', 'Address', true, 'Begins with https://'], ['user', 'User', false, 'Empty: does not sign in.']],
  s3: [['bucket', 'Bucket', true], ['region', 'Region', true, 'Such as eu-central-1.'], ['accessKeyId', 'Access key ID', true], ['endpoint', 'Address of the server', false, 'Empty: Amazon.'], ['prefix', 'Folder in the bucket', false]],
  azureBlob: [['account', 'Storage account', true], ['container', 'Container', true], ['endpoint', 'Address of the server', false, 'Empty: Azure’s public cloud.'], ['prefix', 'Folder in the container', false]],
};

function valuesOf(place: Place | undefined): Values {
  const values: Values = {};
  for (const [name, value] of Object.entries(place ?? {})) if (typeof value === 'string' && name !== 'kind') values[name] = value;
  return values;
}

/** Where the exchange happens; the secret goes to the keyring. */
export function PlaceForm({ before, onDone }: { before: ExchangeView | null; onDone: () => void }) {
  const save = useWrite('exchange.set');
  const tell = useTell();
  const [kind, setKind] = useState<PlaceKind | 'none'>(before?.place.kind ?? 'folder');
  const [values, setValues] = useState<Values>(valuesOf(before?.place));
  const [secret, setSecret] = useState('');
  const [every, setEvery] = useState(String(before?.everyMinutes ?? 10));
  const [tried, setTried] = useState(false);
  const text = (name: string) => values[name] ?? '';
  const put = (name: string) => (value: string) => setValues({ ...values, [name]: value });
  const at = (name: string) => (save.error?.field === name ? save.error.message : null);
  const asked = kind === 'none' ? [] : fields[kind];
  const fits = /^\d+$/.test(every) && Number(every) <= 1440;
  const lacks = asked.some(([name, , needed]) => needed && !text(name).trim()) || (kind === 'folder' && !text('path').trim());
  const secretWord = kind === 'none' || (kind === 'webDav' && !text('user').trim()) ? null : placeWords[kind].secret;
  function submit() {
    setTried(true);
    if (kind !== 'none' && (lacks || !fits)) return;
    const names = kind === 'folder' ? ['path'] : [...asked.map(([name]) => name), 'caFile'];
    const place = kind === 'none' ? {} : { place: { kind, ...Object.fromEntries(names.filter((name) => text(name).trim()).map((name) => [name, text(name).trim()])) } as Place };
    save.mutate(
      { ...place, everyMinutes: Number(every), ...(secret && secretWord ? { secret } : {}) },
      { onSuccess: () => { tell.done(kind === 'none' ? 'There is no exchange any more.' : 'The place was saved.', secret && secretWord ? 'Its secret is in the keyring, and nowhere else.' : 'Try it, to see what may be done there.'); onDone(); } },
    );
  }
  return (
    <Form label="Place of the exchange" onSubmit={submit}>
      <ProblemBanner problem={save.error && (save.error.field === null || save.error.field === undefined) ? save.error : null} />
      <div className={css.form}>
        <Field label="Kind" hint={kind === 'none' ? 'Packets and answers are files that people hand over themselves.' : placeWords[kind].hint}>
          <RadioGroup layout="horizontal" value={kind} onChange={(_, change) => setKind(change.value as PlaceKind | 'none')}>
            {kinds.map((one) => <Radio key={one} value={one} label={placeWords[one].word} />)}
            <Radio value="none" label="None" />
          </RadioGroup>
        </Field>
        {kind === 'folder' && <PathField label="Folder" required value={text('path')} onChange={put('path')} error={tried && !text('path').trim() ? 'Say which folder.' : at('path')} question={{ title: 'The folder that every side reaches', mode: 'folder' }} />}
        {asked.map(([name, label, needed, hint]) => (
          <TextField key={name} label={label} required={needed} value={text(name)} onChange={put(name)} hint={hint} error={tried && needed && !text(name).trim() ? 'This is needed.' : at(name)} />
        ))}
        {secretWord && <TextField label={secretWord} type="password" value={secret} onChange={setSecret} error={at('secret')} hint={before ? 'Empty keeps the one that is known.' : 'It goes to the keyring of this machine.'} />}
        {kind !== 'none' && kind !== 'folder' && <PathField label="Authorities that may have signed its certificate" value={text('caFile')} onChange={put('caFile')} error={at('caFile')} hint="Empty: those this machine trusts." question={{ title: 'A file of certificates', mode: 'open', filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }] }} />}
        {kind !== 'none' && <TextField label="Minutes between two looks" type="number" min={0} max={1440} value={every} onChange={setEvery} error={tried && !fits ? 'From 0 to 1440.' : at('everyMinutes')} hint="While the window is open; 0: only when somebody asks." />}
      </div>
      <FormActions>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" appearance="primary" disabled={save.isPending}>Save</Button>
      </FormActions>
    </Form>
  );
}
