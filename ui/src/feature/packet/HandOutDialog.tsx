import { useWrite } from '../../api/query';
import { count, formatNumber } from '../../shared/number';
import { FolderDialog } from '../job/FolderDialog';

interface Made { made: number; items: number; bytes: number; passphrases: number; refused: { reviewer: number; why: string }[]; folder: string }

/** A file for everybody who is asked in the stage that is going on. */
export function HandOutDialog({ instance, reviewers, onClose }: { instance: number; reviewers?: number[]; onClose: () => void }) {
  const make = useWrite('packet.make');
  return (
    <FolderDialog
      title="Hand out packets" action="Make the packets" question="A folder for the packets" starting={make} onClose={onClose}
      start={(folder, onSuccess) => make.mutate({ instance, folder, ...(reviewers ? { reviewers } : {}) }, { onSuccess })}
      written={(result) => {
        const made = result as Made;
        return {
          said: `${count(made.made, 'packet')} with ${count(made.items, 'item')} written to ${made.folder}.`,
          detail: `${formatNumber(made.passphrases)} sealed with a passphrase.`,
          left: made.refused.map((one) => one.why),
        };
      }}
    >
      <p>One file for each reviewer, with their items alone. It is sealed to their accepted devices; without one, to a passphrase that you look up here and tell them by another way.</p>
      <p className="quiet">A packet made again takes the place of the one before.</p>
    </FolderDialog>
  );
}
