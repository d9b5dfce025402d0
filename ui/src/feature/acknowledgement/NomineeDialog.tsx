import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { AcknowledgementKind } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { ReturnFocus } from '../../shared/dialog';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './acknowledgement.module.css';

type Target = { review: number } | { package: number } | { instance: number };
const kinds: [AcknowledgementKind, string][] = [['controlOwnerSignOff', 'Owner of the control'], ['managementAcknowledgement', 'Management']];

/** An administrator names who signs: for this review or package, or for all of them. */
export function NomineeDialog({ target, onClose }: { target: Target; onClose: () => void }) {
  const named = usePages('acknowledgement.nominee.list', {});
  const name = useWrite('acknowledgement.nominee.name');
  const dismiss = useWrite('acknowledgement.nominee.dismiss');
  const tell = useTell();
  const [kind, setKind] = useState<AcknowledgementKind>('controlOwnerSignOff');
  const [who, setWho] = useState<Chosen[]>([]);
  const [everywhere, setEverywhere] = useState(false);
  const of = 'instance' in target ? {} : target;
  const mine = 'package' in target ? 'This package' : 'This review';
  const rows = Array.from({ length: named.total ?? 0 }, (_, at) => named.rowAt(at)).filter((row) => row !== undefined)
    .filter((row) => (row.review === null && row.package === null) || ('review' in target && row.review === target.review) || ('package' in target && row.package === target.package));
  const person = who[0];
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 560 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Who signs</DialogTitle>
          <DialogContent>
            <div className={css.form}>
              <p className="quiet">Reviewers sign off their own part. Where nobody is named as the owner of the control, an administrator signs as that.</p>
              {rows.length > 0 && (
                <ul className={css.waiting} aria-label="Named now">
                  {rows.map((row) => (
                    <li key={row.nominee}>
                      <span><span className="ellipsis" title={row.principalName} dir="auto">{row.principalName}</span><span className="quiet">{kinds.find(([one]) => one === row.kind)?.[1]}, {row.review === null && row.package === null ? 'for every review and package' : mine.toLowerCase()}</span></span>
                      <Button size="small" disabled={dismiss.isPending} aria-label={`${row.principalName} is not named any more`} onClick={() => dismiss.mutate({ nominee: row.nominee }, { onError: tell.problem })}>Remove</Button>
                    </li>
                  ))}
                </ul>
              )}
              <Field label="Named as"><Select value={kind} onChange={(_, change) => setKind(change.value as AcknowledgementKind)}>{kinds.map(([value, word]) => <option key={value} value={value}>{word}</option>)}</Select></Field>
              <PrincipalPicker label="Who" kind="user" single required chosen={who} onChange={setWho} error={name.error?.field === 'principal' ? name.error.message : null} />
              <Field label="For"><Select value={everywhere ? 'all' : 'this'} onChange={(_, change) => setEverywhere(change.value === 'all')}><option value="this">{mine}</option><option value="all">Every review and package</option></Select></Field>
              <ProblemBanner problem={name.error?.field === 'principal' ? null : (name.error ?? named.problem)} />
            </div>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" disabled={!person || name.isPending} onClick={() => person && name.mutate({ kind, principal: person.principal, ...(everywhere ? {} : of) }, { onSuccess: (row) => { tell.done(`${row.principalName} is named.`); setWho([]); } })}>Name</Button>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
