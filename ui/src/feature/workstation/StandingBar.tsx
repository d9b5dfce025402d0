import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { TakeOverDialog } from './TakeOverDialog';

/** Above every screen of a workstation that only reads: who writes, and how old this is. */
export function StandingBar() {
  const { workstation: standing, actor } = useStore();
  const [taking, setTaking] = useState(false);
  if (!standing || (standing.writes && !standing.over)) return null;
  const title = standing.writes ? 'Another workstation goes on writing.' : standing.waits ? 'Handed over to this workstation.' : 'Read only.';
  return (
    <MessageBar intent={standing.fork || standing.ended ? 'error' : 'warning'} layout="multiline" role="status" shape="square">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>{' '}
        {standing.why}
        {standing.asOf && !standing.writes && <> As of <Moment at={standing.asOf} />.</>}
        {standing.fork && <> Its log and that of “{standing.fork.from}” part after entry {standing.fork.common}: nothing was merged.</>}
        {standing.over && <> “{standing.over.from}” writes in term {standing.over.term}, which is over; what it writes does not count here.</>}
        {' '}<Link to="/workstations">Workstations</Link>
      </MessageBarBody>
      {standing.waits && actor.administrator && <MessageBarActions><Button size="small" onClick={() => setTaking(true)}>Take over…</Button></MessageBarActions>}
      {taking && <TakeOverDialog standing={standing} onClose={() => setTaking(false)} />}
    </MessageBar>
  );
}
