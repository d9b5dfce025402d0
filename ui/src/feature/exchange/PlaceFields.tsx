import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { CallProblem } from '../../api/contract';
import type { Place } from '../../api/operations';
import { PathField, TextField } from '../../shared/form';
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

/** A place as it is filled in. */
export interface PlaceDraft {
  kind: PlaceKind | 'none';
  values: Values;
  secret: string;
  every: string;
}

export const emptyPlace: PlaceDraft = { kind: 'folder', values: {}, secret: '', every: '10' };

export const draftOf = (place: Place | undefined, every: number): PlaceDraft => ({ ...emptyPlace, kind: place?.kind ?? 'folder', values: valuesOf(place), every: String(every) });

const text = (draft: PlaceDraft, name: string) => (draft.values[name] ?? '').trim();

/** What its secret is called; none where there is none. */
const secretWord = (draft: PlaceDraft) => (draft.kind === 'none' || (draft.kind === 'webDav' && !text(draft, 'user')) ? null : placeWords[draft.kind].secret);

const fits = (every: string) => /^\d+$/.test(every) && Number(every) <= 1440;

/** Whether all that must be there is. */
export function isWhole(draft: PlaceDraft): boolean {
  if (draft.kind === 'none') return true;
  const needed = draft.kind === 'folder' ? ['path'] : fields[draft.kind].filter(([, , is]) => is).map(([name]) => name);
  return needed.every((name) => text(draft, name)) && fits(draft.every);
}

/** As the desk takes it; no place where there is none. */
export function placeOf(draft: PlaceDraft): { place?: Place; secret?: string; everyMinutes: number } {
  const everyMinutes = Number(draft.every);
  if (draft.kind === 'none') return { everyMinutes };
  const names = draft.kind === 'folder' ? ['path'] : [...fields[draft.kind].map(([name]) => name), 'caFile'];
  const given = Object.fromEntries(names.filter((name) => text(draft, name)).map((name) => [name, text(draft, name)]));
  return { place: { kind: draft.kind, ...given } as Place, everyMinutes, ...(draft.secret && secretWord(draft) ? { secret: draft.secret } : {}) };
}

interface Props {
  draft: PlaceDraft;
  onChange: (draft: PlaceDraft) => void;
  /** Whether what is missing is said. */
  tried: boolean;
  problem: CallProblem | null;
  /** What `none` means here; without it, there must be a place. */
  none?: string;
  /** A secret is known already. */
  keeps?: boolean;
  label?: string;
}

/** Where an exchange happens. */
export function PlaceFields({ draft, onChange, tried, problem, none, keeps, label = 'Kind' }: Props) {
  const { kind, values, secret, every } = draft;
  const put = (name: string) => (value: string) => onChange({ ...draft, values: { ...values, [name]: value } });
  const at = (name: string) => (problem?.field === name ? problem.message : null);
  const missing = (name: string) => tried && !text(draft, name);
  const word = secretWord(draft);
  return (
    <>
      <Field label={label} hint={kind === 'none' ? none : placeWords[kind].hint}>
        <RadioGroup layout="horizontal" value={kind} onChange={(_, change) => onChange({ ...draft, kind: change.value as PlaceKind | 'none' })}>
          {kinds.map((one) => <Radio key={one} value={one} label={placeWords[one].word} />)}
          {none !== undefined && <Radio value="none" label="None" />}
        </RadioGroup>
      </Field>
      {kind === 'folder' && <PathField label="Folder" required value={values.path ?? ''} onChange={put('path')} error={missing('path') ? 'Say which folder.' : at('path')} question={{ title: 'The folder that every side reaches', mode: 'folder' }} />}
      {kind !== 'none' && fields[kind].map(([name, label, needed, hint]) => (
        <TextField key={name} label={label} required={needed} value={values[name] ?? ''} onChange={put(name)} hint={hint} error={needed && missing(name) ? 'This is needed.' : at(name)} />
      ))}
      {word && <TextField label={word} type="password" value={secret} onChange={(value) => onChange({ ...draft, secret: value })} error={at('secret')} hint={keeps ? 'Empty keeps the one that is known.' : 'It goes to the keyring of this machine.'} />}
      {kind !== 'none' && kind !== 'folder' && <PathField label="Authorities that may have signed its certificate" value={values.caFile ?? ''} onChange={put('caFile')} error={at('caFile')} hint="Empty: those this machine trusts." question={{ title: 'A file of certificates', mode: 'open', filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }] }} />}
      {kind !== 'none' && <TextField label="Minutes between two looks" type="number" min={0} max={1440} value={every} onChange={(value) => onChange({ ...draft, every: value })} error={tried && !fits(every) ? 'From 0 to 1440.' : at('everyMinutes')} hint="While the window is open; 0: only when somebody asks." />}
    </>
  );
}
