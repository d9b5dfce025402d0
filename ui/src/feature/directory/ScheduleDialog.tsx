import { Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { ScheduleView, SyncEvery } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { dayOptions, timeOf } from './schedule';
import css from './directory.module.css';

interface Props { directory: number; schedule: ScheduleView; onClose: () => void }

/** When the directory is read by itself. */
export function ScheduleDialog({ directory, schedule, onClose }: Props) {
  const write = useWrite('directory.schedule');
  const tell = useTell();
  const [every, setEvery] = useState<SyncEvery>(schedule.every);
  const [at, setAt] = useState(schedule.at ?? '02:30');
  const [on, setOn] = useState(schedule.on ?? 'sunday');
  const timed = every === 'day' || every === 'week';
  const time = timeOf(at);
  return (
    <ConfirmDialog
      title="When it is read" action="Keep the schedule" busy={write.isPending || (timed && !time)} problem={write.error} onClose={onClose}
      onConfirm={() => write.mutate(
        { directory, every, ...(timed && time ? { at: time } : {}), ...(every === 'week' ? { on } : {}) },
        { onSuccess: () => { tell.done(every === 'never' ? 'It is read only by hand now.' : 'The schedule is kept.'); onClose(); } },
      )}
    >
      <div className={css.stack}>
        <Field label="Read it" hint="While this window is open, or wherever “countersign tick” runs. What was missed is made up for once; after a refusal it is tried again, later every time.">
          <RadioGroup value={every} onChange={(_, change) => setEvery(change.value as SyncEvery)}>
            <Radio value="never" label="Only by hand" />
            <Radio value="hour" label="Every hour" />
            <Radio value="day" label="Every day" />
            <Radio value="week" label="Every week" />
          </RadioGroup>
        </Field>
        {every === 'week' && (
          <Field label="On"><Select value={on} onChange={(_, change) => setOn(change.value)}>{dayOptions.map(([value, word]) => <option key={value} value={value}>{word}</option>)}</Select></Field>
        )}
        {timed && <TextField label="At" required value={at} onChange={setAt} hint={`Hour and minute, in the organization's zone: ${schedule.zone}.`} error={time ? null : 'A time of the day is written as 02:30.'} />}
      </div>
    </ConfirmDialog>
  );
}
