import { Button, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { ControlScope, PackageRow } from '../../api/operations';
import { useRead } from '../../api/query';
import { GroupProblem, TextField } from '../../shared/form';
import css from '../compliance/compliance.module.css';
import { PackagePicker } from '../package/PackagePicker';
import { Taken } from './Taken';

export interface Cover { scope: ControlScope; label: string }

const kinds: [string, string][] = [['group', 'groups'], ['servicePrincipal', 'applications'], ['directoryRole', 'directory roles'], ['azureRole', 'Azure roles'], ['accessPackage', 'access packages']];
const MOST = 1000;

interface Props { covers: Cover[]; onChange: (covers: Cover[]) => void; error?: string }

/** Reviews, access packages, or the resources of a rule. */
export function CoverFields({ covers, onChange, error }: Props) {
  const [kind, setKind] = useState<ControlScope['kind']>('review');
  const [review, setReview] = useState('');
  const [picked, setPicked] = useState<PackageRow | null>(null);
  const [resourceKind, setResourceKind] = useState('group');
  const [nameHolds, setNameHolds] = useState('');
  const reviews = useRead('review.list', { offset: 0, limit: MOST });
  const rows = reviews.data?.rows ?? [];
  const add = () => {
    const label = rows.find((row) => String(row.review) === review)?.displayName ?? '';
    const word = kinds.find(([value]) => value === resourceKind)?.[1] ?? resourceKind;
    const made: Cover | null = kind === 'review' ? (review ? { scope: { kind, review: Number(review) }, label } : null)
      : kind === 'package' ? (picked ? { scope: { kind, package: picked.package }, label: picked.displayName } : null)
        : { scope: { kind, directory: null, resourceKind, nameHolds: nameHolds.trim() }, label: nameHolds.trim() ? `All ${word} named “${nameHolds.trim()}”` : `All ${word}` };
    if (!made || covers.some((one) => JSON.stringify(one.scope) === JSON.stringify(made.scope))) return;
    onChange([...covers, made]);
    setReview(''); setPicked(null); setNameHolds('');
  };
  const ready = kind === 'review' ? review !== '' : kind === 'package' ? picked !== null : true;
  return (
    <>
      <div className={css.chosen}>
        {covers.length === 0 ? <span className="quiet">Nothing is covered yet.</span> : covers.map((one) => <Taken key={JSON.stringify(one.scope)} label={one.label} onRemove={() => onChange(covers.filter((other) => other !== one))} />)}
      </div>
      <GroupProblem error={error} />
      <Field label="Cover">
        <Select value={kind} onChange={(_, change) => setKind(change.value as ControlScope['kind'])}>
          <option value="review">The runs of a review</option>
          <option value="package">Reviews of an access package</option>
          <option value="rule">Every resource of a kind</option>
        </Select>
      </Field>
      {kind === 'review' && (
        <Field label="Review" hint={(reviews.data?.total ?? 0) > MOST ? `The newest ${MOST} of ${reviews.data?.total}; the command line takes any number.` : undefined}>
          <Select value={review} onChange={(_, change) => setReview(change.value)}>
            <option value="">{rows.length === 0 ? 'There is no review yet' : 'Choose a review'}</option>
            {rows.map((row) => <option key={row.review} value={row.review}>{row.displayName}</option>)}
          </Select>
        </Field>
      )}
      {kind === 'package' && <PackagePicker label="Access package" picked={picked} onPick={setPicked} />}
      {kind === 'rule' && (
        <>
          <Field label="Kind of resource"><Select value={resourceKind} onChange={(_, change) => setResourceKind(change.value)}>{kinds.map(([value, word]) => <option key={value} value={value}>{`All ${word}`}</option>)}</Select></Field>
          <TextField label="Whose name holds" value={nameHolds} onChange={setNameHolds} hint="Empty: every one. Each that was there when a period ended needs a run." />
        </>
      )}
      <div><Button disabled={!ready} onClick={add}>Add</Button></div>
    </>
  );
}
