import { Button, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** Where the organization's days begin and end. */
export function TimeZone({ mayChange }: { mayChange: boolean }) {
  const read = useRead('setting.show', {});
  const change = useWrite('setting.change');
  const tell = useTell();
  const [chosen, setChosen] = useState<string | null>(null);
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  const now = read.data?.timeZone;
  if (now === undefined) return null;
  if (!mayChange) return <Card title="Time zone of the organization"><p>{now.replaceAll('_', ' ')}</p></Card>;
  return (
    <Card title="Time zone of the organization">
      <p className="quiet">Runs start at midnight there, and stages end there. A series may name another zone. Runs that are going on keep their ends.</p>
      <ProblemBanner problem={change.error} />
      <div style={{ display: 'flex', gap: 12, alignItems: 'flex-end', flexWrap: 'wrap' }}>
        <Field label="Time zone">
          <Select value={chosen ?? now} onChange={(_, next) => setChosen(next.value)}>
            {!zones.includes(now) && <option value={now}>{now}</option>}
            {zones.map((zone) => <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>)}
          </Select>
        </Field>
        {mayChange && (
          <Button
            disabled={change.isPending || chosen === null || chosen === now}
            onClick={() => chosen && change.mutate({ timeZone: chosen }, { onSuccess: () => { setChosen(null); tell.done('The time zone was changed.', 'The next start of each series follows it.'); } })}
          >
            Change the time zone
          </Button>
        )}
      </div>
    </Card>
  );
}
