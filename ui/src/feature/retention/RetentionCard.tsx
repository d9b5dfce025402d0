import { Button, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { HoldRow, RetentionView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { count } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import type { Of } from '../acknowledgement/words';
import { LiftDialog } from './LiftDialog';
import css from './retention.module.css';

/** Until when the evidence is kept, and what keeps it longer. */
export function RetentionCard({ of, review }: { of: Of; review?: number }) {
  const { actor } = useStore();
  const mayHold = actor.administrator || actor.complianceOfficer;
  const read = useRead('retention.show', of, { enabled: mayHold });
  const [asking, setAsking] = useState<'class' | 'hold' | HoldRow | null>(null);
  const target = review !== undefined ? { review } : 'package' in of ? { package: of.package } : null;
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return null;
  const view = read.data;
  return (
    <Card
      title="Kept until" aside={target && (
        <span className={css.acts}>
          <Button onClick={() => setAsking('hold')}>Place a hold…</Button>
          {actor.administrator && <Button onClick={() => setAsking('class')}>Change the class…</Button>}
        </span>
      )}
    >
      <Facts
        facts={[
          ['Class', <>{view.class.name} <span className="quiet">{count(view.class.years, 'year')}. {view.class.because}</span></>],
          ['Counted from', <Moment at={view.fromOn} day none="the end, which is still to come" />],
          ['Not destroyed before the end of', view.destroyAfterOn ? <><Moment at={view.destroyAfterOn} day /> {view.past && <StateBadge tone="warn">That day is over</StateBadge>}</> : <span className="quiet">–</span>],
        ]}
      />
      {view.holds.length > 0 && <Holds view={view} lift={setAsking} />}
      {asking === 'class' && target && <ClassDialog view={view} target={target} onClose={() => setAsking(null)} />}
      {asking === 'hold' && target && <PlaceHere target={target} onClose={() => setAsking(null)} />}
      {asking !== null && typeof asking === 'object' && <LiftDialog hold={asking} onClose={() => setAsking(null)} />}
    </Card>
  );
}

function Holds({ view, lift }: { view: RetentionView; lift: (hold: HoldRow) => void }) {
  return (
    <ul className={css.holds} aria-label="Legal holds in force">
      {view.holds.map((hold) => (
        <li key={hold.hold}>
          <StateBadge tone="bad">Legal hold</StateBadge>
          <span><span dir="auto">{hold.reason}</span> <span className="quiet">{hold.held === 'everything' ? 'on everything' : `on ${hold.name ?? hold.held}`}, placed <Moment at={hold.placedAt} day /> by {hold.placedBy}</span></span>
          <Button size="small" appearance="subtle" onClick={() => lift(hold)}>Lift…</Button>
        </li>
      ))}
    </ul>
  );
}

type Target = { review: number } | { package: number };

function ClassDialog({ view, target, onClose }: { view: RetentionView; target: Target; onClose: () => void }) {
  const classes = useRead('retention.class.list', {});
  const choose = useWrite('retention.choose');
  const tell = useTell();
  const [chosen, setChosen] = useState(String(view.class.class));
  return (
    <ConfirmDialog
      title="Retention class" action="Choose" busy={choose.isPending || !classes.data} problem={choose.error ?? classes.error} onClose={onClose}
      onConfirm={() => choose.mutate({ ...target, class: Number(chosen) }, { onSuccess: (one) => { tell.done(`Kept for ${count(one.years, 'year')}.`); onClose(); } })}
    >
      <Field label="Class" hint={classes.data?.find((one) => String(one.class) === chosen)?.because}>
        <Select value={chosen} onChange={(_, change) => setChosen(change.value)}>
          {(classes.data ?? []).map((one) => <option key={one.class} value={one.class}>{`${one.name}: ${count(one.years, 'year')}`}</option>)}
        </Select>
      </Field>
    </ConfirmDialog>
  );
}

function PlaceHere({ target, onClose }: { target: Target; onClose: () => void }) {
  const place = useWrite('hold.place');
  const tell = useTell();
  const [reason, setReason] = useState('');
  const held = 'review' in target ? 'review' : 'package';
  return (
    <ConfirmDialog
      title="Place a legal hold?" action="Place the hold" busy={place.isPending || !reason.trim()} problem={place.error} onClose={onClose}
      onConfirm={() => place.mutate({ held, ...target, reason: reason.trim() }, { onSuccess: () => { tell.done('The hold is in force.', 'Nothing under it is deleted, whatever its day.'); onClose(); } })}
    >
      <p>Until it is lifted, this {held === 'review' ? 'review with all its runs' : 'package'} is not deleted, and its evidence says why.</p>
      <TextField label="Why" required lines={2} value={reason} onChange={setReason} placeholder="Case 17 before the labour court" />
    </ConfirmDialog>
  );
}
