import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody, MessageBarTitle,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Output } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ReturnFocus } from '../../shared/dialog';
import { PathField, TextField } from '../../shared/form';
import { formatNumber } from '../../shared/number';
import { Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';

/** An earlier checkpoint, pasted or from a file, against the log as it is. */
export function CompareDialog({ onClose }: { onClose: () => void }) {
  // Asked for by a person each time, so it does not live in the cache of reads.
  const compare = useWrite('audit.compare');
  const [note, setNote] = useState('');
  const [path, setPath] = useState('');
  const ready = note.trim() !== '' || path.trim() !== '';
  const ask = () => compare.mutate(note.trim() ? { note } : { path: path.trim() });
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 640 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Compare with an earlier checkpoint</DialogTitle>
          <DialogContent>
            <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
              <p className="quiet">A checkpoint that was kept elsewhere, such as on paper or with an auditor, tells whether this log still begins with what it was over.</p>
              <TextField label="The checkpoint" lines={7} mono value={note} onChange={(text) => { setNote(text); compare.reset(); }} placeholder="countersign/…" />
              <PathField label="Or the file that holds it" value={path} onChange={(text) => { setPath(text); compare.reset(); }} question={{ title: 'The checkpoint', mode: 'open', filters: [{ name: 'Text', extensions: ['txt'] }] }} />
              <div aria-live="polite">
                <ProblemBanner problem={compare.error} />
                {compare.data && <Verdict compared={compare.data} />}
              </div>
            </div>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" disabled={!ready || compare.isPending} onClick={ask}>{compare.isPending ? 'Comparing…' : 'Compare'}</Button>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Verdict({ compared }: { compared: Output<'audit.compare'> }) {
  return (
    <>
      <MessageBar intent={compared.same ? 'success' : 'error'} layout="multiline">
        <MessageBarBody><MessageBarTitle>{compared.same ? 'The same history.' : 'Not the same history.'}</MessageBarTitle> {compared.finding}</MessageBarBody>
      </MessageBar>
      <Facts facts={[
        ['Entries it is over', formatNumber(compared.size)], ['Entries of this log', formatNumber(compared.entries)],
        ['Root it says', <span className="mono">{compared.root}</span>],
        ['Root of this log', compared.ownRoot ? <span className="mono">{compared.ownRoot}</span> : 'It has fewer entries.'],
        ['Signed by', compared.keyName ?? 'No key of this log.'],
      ]} />
    </>
  );
}
