import { useState } from 'react';
import { useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, PathField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { endOfDay } from '../access/words';
import css from '../inbox/inbox.module.css';
import { JobProgress } from '../job/JobProgress';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';

interface Made { made: number; offers: number; passphrases: number; refused: { person: number; why: string }[]; folder: string }

/** A file for each person, with what they may ask for. */
export function OfferDialog({ onClose }: { onClose: () => void }) {
  const make = useWrite('request.handOut');
  const tell = useTell();
  const [folder, setFolder] = useState('');
  const [people, setPeople] = useState<Chosen[]>([]);
  const [until, setUntil] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const at = (field: string) => (make.error?.field === field ? make.error.message : null);
  const placed = ['folder', 'people', 'dueAt'].includes(make.error?.field ?? '');
  const wrong = !folder.trim() || (until !== '' && !isDay(until));
  return (
    <ConfirmDialog
      title="Hand out what may be asked for" action="Make the packets" busy={make.isPending || running || wrong} problem={placed ? null : make.error} onClose={onClose}
      onConfirm={() => make.mutate(
        { folder: folder.trim(), ...(people.length > 0 ? { people: people.map((one) => one.principal) } : {}), ...(until ? { dueAt: endOfDay(until) } : {}) },
        { onSuccess: (started) => { setJob(started.job); setRunning(true); } },
      )}
    >
      <div className={css.stack}>
        <p>One file for each person, with the packages that they may ask for now. It is sealed to their accepted devices; without one, to a passphrase that you look up here and tell them by another way.</p>
        <p className="quiet">A packet made again takes the place of the one before. Each request is looked at when it comes, by what holds then.</p>
        <PrincipalPicker label="People" kind="user" chosen={people} onChange={setPeople} hint="Empty: everybody with an accepted device, or with such a packet." error={at('people') ?? undefined} />
        <DayField label="Taken until" value={until} onChange={setUntil} hint="Empty: no end. What comes later waits for you." error={at('dueAt') ?? undefined} />
        <PathField label="Folder" required value={folder} onChange={setFolder} question={{ title: 'A folder for the packets', mode: 'folder' }} hint="With its whole path; it is made if it is not there." error={at('folder')} />
        {job !== null && (
          <JobProgress
            key={job} job={job}
            onEnd={(view) => {
              setRunning(false);
              if (view.state !== 'done') return;
              const made = view.result as Made;
              const left = made.refused.length > 0 ? ` ${count(made.refused.length, 'person', 'people')} left out: ${made.refused[0]?.why ?? ''}` : '';
              tell.done(`${count(made.made, 'packet')} written to ${made.folder}.`, `${formatNumber(made.passphrases)} sealed with a passphrase.${left}`);
              onClose();
            }}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}
