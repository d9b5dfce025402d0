import { useWrite } from '../../api/query';
import { count, formatNumber } from '../../shared/number';
import { FolderDialog } from '../job/FolderDialog';

interface Made { made: number; approvals: number; passphrases: number; refused: { approver: number; why: string }[]; folder: string }

/** A file for everybody whose answer is awaited. */
export function HandOutDialog({ onClose }: { onClose: () => void }) {
  const make = useWrite('approval.handOut');
  return (
    <FolderDialog
      title="Hand out approvals" action="Make the packets" question="A folder for the packets" starting={make} onClose={onClose}
      start={(folder, onSuccess) => make.mutate({ folder }, { onSuccess })}
      written={(result) => {
        const made = result as Made;
        return {
          said: `${count(made.made, 'packet')} with ${count(made.approvals, 'approval')} written to ${made.folder}.`,
          detail: `${formatNumber(made.passphrases)} sealed with a passphrase.`,
          left: made.refused.map((one) => one.why),
        };
      }}
    >
      <p>One file for each approver, with the requests that wait for them now. It is sealed to their accepted devices; without one, to a passphrase that you look up here and tell them by another way.</p>
      <p className="quiet">A packet made again takes the place of the one before. Whoever answers first counts, here or there.</p>
    </FolderDialog>
  );
}
