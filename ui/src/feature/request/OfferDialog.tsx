import { useState } from 'react';
import { useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { DayField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { endOfDay } from '../access/words';
import { FolderDialog } from '../job/FolderDialog';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';

interface Made { made: number; offers: number; passphrases: number; refused: { person: number; why: string }[]; folder: string }

/** A file for each person, with what they may ask for. */
export function OfferDialog({ onClose }: { onClose: () => void }) {
  const make = useWrite('request.handOut');
  const [people, setPeople] = useState<Chosen[]>([]);
  const [until, setUntil] = useState('');
  const at = (field: string) => (make.error?.field === field ? make.error.message : undefined);
  const chosen = people.length > 0 ? { people: people.map((one) => one.principal) } : {};
  const end = until ? { dueAt: endOfDay(until) } : {};
  return (
    <FolderDialog
      title="Hand out what may be asked for" action="Make the packets" question="A folder for the packets" starting={make} onClose={onClose}
      fields={['people', 'dueAt']} ready={until === '' || isDay(until)}
      start={(folder, onSuccess) => make.mutate({ folder, ...chosen, ...end }, { onSuccess })}
      written={(result) => {
        const made = result as Made;
        return {
          said: `${count(made.made, 'packet')} written to ${made.folder}.`,
          detail: `${formatNumber(made.passphrases)} sealed with a passphrase.`,
          left: made.refused.map((one) => one.why),
        };
      }}
    >
      <p>One file for each person, with the packages that they may ask for now. It is sealed to their accepted devices; without one, to a passphrase that you look up here and tell them by another way.</p>
      <p className="quiet">A packet made again takes the place of the one before. Each request is looked at when it comes, by what holds then.</p>
      <PrincipalPicker label="People" kind="user" chosen={people} onChange={setPeople} hint="Empty: everybody with an accepted device, or with such a packet." error={at('people')} />
      <DayField label="Taken until" value={until} onChange={setUntil} hint="Empty: no end. What comes later waits for you." error={at('dueAt')} />
    </FolderDialog>
  );
}
