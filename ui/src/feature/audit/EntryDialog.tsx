import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, DialogTrigger,
} from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import type { EntryRow } from '../../api/contract';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ReturnFocus } from '../../shared/dialog';
import { formatNumber } from '../../shared/number';
import { Facts } from '../../shared/page';
import { useTell } from '../../shared/toast';
import css from './audit.module.css';
import { assuranceReason, assuranceWord } from './words';

interface Props { entry: EntryRow; onClose: () => void }

/** One entry whole, and what proves to somebody else that it is in the log. */
export function EntryDialog({ entry, onClose }: Props) {
  const proof = useRead('audit.prove', { entry: entry.seq });
  const tell = useTell();
  const copy = () => {
    const text = `${JSON.stringify(proof.data, null, 2)}\n`;
    navigator.clipboard.writeText(text).then(
      () => tell.done('The proof is copied.', 'Whoever has the key of this log can check it without the store.'),
      () => tell.problem({ code: null, message: 'This window may not write to the clipboard.', hint: `Use “countersign audit prove ${entry.seq} --json”.`, field: null }),
    );
  };
  const steps = proof.data?.proof.length ?? 0;
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 720 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Entry {formatNumber(entry.seq)}</DialogTitle>
          <DialogContent>
            <Facts facts={[
              ['When', <Moment at={entry.at} />], ['Who', entry.actor],
              ['Shown by', <span title={assuranceReason(entry.assurance)}>{assuranceWord(entry.assurance)}</span>],
              ['Machine', entry.device], ['What', entry.operation], ['On', entry.subject], ['Seal', <span className="mono">{entry.hash}</span>],
              ['Proof', proof.data
                ? `In checkpoint ${formatNumber(proof.data.checkpoint.id)} over ${formatNumber(proof.data.checkpoint.size)} entries, by ${formatNumber(steps)} hashes${proof.data.checkpoint.stampedAt ? ', stamped with the time' : ''}.`
                : proof.error ? `${proof.error.message} ${proof.error.hint ?? ''}` : 'Looking …'],
            ]} />
            <pre className={css.detail} tabIndex={0} aria-label="Detail as JSON">{JSON.stringify(entry.detail, null, 2)}</pre>
          </DialogContent>
          <DialogActions>
            <Button icon={<CopyRegular />} disabled={!proof.data} onClick={copy}>Copy the proof</Button>
            <DialogTrigger disableButtonEnhancement><Button>Close</Button></DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
