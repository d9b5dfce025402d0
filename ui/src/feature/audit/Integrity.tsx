import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { CompareDialog } from './CompareDialog';
import css from './audit.module.css';
import { keepingWord } from './words';

type Asking = 'compare' | 'rotate' | 'authority' | null;

/** Up to where the log is signed, by which key, and stamped when. */
export function Integrity() {
  const kept = useRead('audit.checkpoint.list', { limit: 1 });
  const make = useWrite('audit.checkpoint');
  const stamp = useWrite('audit.timestamp');
  const [asking, setAsking] = useState<Asking>(null);
  const tell = useTell();
  const isAdministrator = useStore().actor.administrator;
  if (!kept.data) return <ProblemBanner problem={kept.error} />;
  const { rows, entries, keys, total, timeStampAuthority: authority } = kept.data;
  const last = rows[0];
  // The checkpoint's own entry comes after it.
  const open = last ? entries - last.size : entries;
  const copy = () => last && void navigator.clipboard.writeText(last.note).then(
    () => tell.done('The checkpoint is copied.', 'Keep it where nobody who can change this store can change it.'),
    () => tell.problem({ code: null, message: 'This window may not write to the clipboard.', hint: 'Use “countersign audit checkpoint --out FILE”.', field: null }),
  );
  return (
    <section className={css.integrity} aria-label="Integrity">
      <dl className={css.states}>
        <div><dt>Signed</dt><dd>{last ? <>{count(last.size, 'entry', 'entries')}, <Moment at={last.at} /></> : 'Not yet'}</dd></div>
        <div><dt>Since then</dt><dd>{count(open, 'entry', 'entries')}</dd></div>
        <div><dt>Key</dt><dd>{last ? <span title={`${last.key.publicKey}\nKept ${keepingWord(last.key.keeping)}`}><span className="mono">{last.key.id}</span>{keys.length > 1 && `, ${formatNumber(keys.length)} so far`}</span> : 'Made with the first checkpoint'}</dd></div>
        <div><dt>Time stamp</dt><dd>{last?.stampedAt ? <span title={last.stampedBy ?? undefined}><Moment at={last.stampedAt} /></span> : authority ? 'None yet' : 'No authority chosen'}</dd></div>
      </dl>
      <div className={css.doing}>
        <Button size="small" icon={<CopyRegular />} disabled={!last} onClick={copy}>Copy</Button>
        <Button size="small" onClick={() => setAsking('compare')}>Compare…</Button>
        <Button size="small" appearance="primary" disabled={make.isPending} onClick={() => make.mutate({}, { onSuccess: ({ size }) => tell.done('The log is signed.', `The checkpoint is over ${count(size, 'entry', 'entries')}.`) })}>Sign now</Button>
        <Menu>
          <MenuTrigger disableButtonEnhancement><Button size="small" appearance="subtle" icon={<MoreHorizontalRegular />} aria-label="More about checkpoints" /></MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem disabled={!last || !authority || !!last.stampedAt || stamp.isPending} onClick={() => stamp.mutate({}, { onSuccess: () => tell.done('The authority is asked for a time stamp.') })}>Stamp with the time</MenuItem>
              <MenuItem disabled={!isAdministrator} onClick={() => setAsking('authority')}>Time-stamping authority…</MenuItem>
              <MenuItem disabled={!isAdministrator || keys.length === 0} onClick={() => setAsking('rotate')}>Begin a new key…</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
      <ProblemBanner problem={make.error ?? stamp.error} dismiss={() => { make.reset(); stamp.reset(); }} />
      {total > 0 && last?.key.keeping === 'practice' && <p className={css.note}>This key is kept {keepingWord('practice')}.</p>}
      {asking === 'compare' && <CompareDialog onClose={() => setAsking(null)} />}
      {asking === 'rotate' && <RotateDialog onClose={() => setAsking(null)} />}
      {asking === 'authority' && <AuthorityDialog url={authority} onClose={() => setAsking(null)} />}
    </section>
  );
}

function RotateDialog({ onClose }: { onClose: () => void }) {
  const rotate = useWrite('audit.rotateKey');
  const [reason, setReason] = useState('');
  const tell = useTell();
  const confirm = () => rotate.mutate({ reason, lost: rotate.error?.code === 'logKey' }, { onSuccess: ({ key }) => { tell.done('A new key signs from here on.', `Its id is ${key.id}.`); onClose(); } });
  return (
    <ConfirmDialog title="Begin a new key" action={rotate.error?.code === 'logKey' ? 'Begin without the old key' : 'Begin a new key'} busy={rotate.isPending} problem={rotate.error} onConfirm={confirm} onClose={onClose}>
      <p>The old key signs a last checkpoint that names the new one, so that whoever knows the old key can trust the new. What was signed before stays valid.</p>
      <TextField label="Why" lines={2} value={reason} onChange={setReason} hint="It stands in the log." />
    </ConfirmDialog>
  );
}

function AuthorityDialog({ url, onClose }: { url: string | null; onClose: () => void }) {
  const choose = useWrite('audit.timestampAuthority');
  const [address, setAddress] = useState(url ?? '');
  const tell = useTell();
  const confirm = () => choose.mutate({ url: address.trim() || undefined }, { onSuccess: ({ url: chosen }) => { tell.done(chosen ? 'The authority is chosen.' : 'Nothing is stamped from here on.'); onClose(); } });
  return (
    <ConfirmDialog title="Time-stamping authority" action="Save" busy={choose.isPending} problem={choose.error?.field === 'url' ? null : choose.error} onConfirm={confirm} onClose={onClose}>
      <TextField label="Address" type="url" value={address} onChange={setAddress} placeholder="http://timestamp.example/tsa" error={choose.error?.field === 'url' ? choose.error.message : null} hint="RFC 3161. Only the hash of a checkpoint is sent. Empty stamps nothing." />
    </ConfirmDialog>
  );
}
