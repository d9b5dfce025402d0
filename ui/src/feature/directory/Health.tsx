import { Button } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ProbeReport } from '../../api/contract';
import type { DirectoryHealth } from '../../api/operations';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { count } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { ProbeResult } from './ProbeResult';
import { ScheduleDialog } from './ScheduleDialog';
import { SecretDialog } from './SecretDialog';
import { SignInDialog } from './SignInDialog';
import { cameText } from './SyncList';
import { scheduleText, tookText } from './schedule';
import { isSignedInTo } from './words';

interface Props {
  health: DirectoryHealth;
  /** The problem of the last read stands on the page already. */
  isTold: boolean;
}

/** Whether the connection is in order: who we are there, when it is read, and what came of it last. */
export function Health({ health, isTold }: Props) {
  const { directory, schedule, probe, last, refused } = health;
  const [open, setOpen] = useState<'schedule' | 'secret' | 'signIn' | null>(null);
  const { actor } = useStore();
  const go = useNavigate();
  const hasSecret = directory.kind === 'ldap' || directory.kind === 'ad' || directory.kind === 'entra';
  const isPerson = isSignedInTo(directory);
  return (
    <>
      {refused > 0 && last?.problem && !isTold && (
        <ProblemBanner problem={{ code: null, message: `${count(refused, 'read')} in a row ${refused === 1 ? 'was' : 'were'} refused: ${last.problem.message}`, hint: last.problem.hint ?? 'The last snapshot stays in use.', field: null }} />
      )}
      <Card title="Reading" aside={actor.administrator && <Button size="small" onClick={() => setOpen('schedule')}>Change the schedule…</Button>}>
        <Facts
          facts={[
            ['Schedule', scheduleText(schedule)],
            schedule.nextAt !== null && ['Next', <><Moment at={schedule.nextAt} />{schedule.afterRefusal && <span className="quiet"> after a refusal</span>}</>],
            ['Last read', last ? <><Moment at={last.beganAt} /> <StateBadge tone={last.outcome === 'done' ? 'good' : last.outcome === 'refused' ? 'bad' : 'quiet'}>{last.outcome === 'done' ? 'Snapshot' : last.outcome === 'refused' ? 'Refused' : 'Cancelled'}</StateBadge></> : 'Not yet'],
            last && [last.outcome === 'refused' ? 'Hindered by' : 'It brought', cameText(last)],
            last && ['It took', tookText(last.tookFor)],
            last && ['Begun by', last.bySchedule ? 'The schedule' : last.actor],
          ]}
        />
      </Card>
      <Card title="What the directory says" aside={<span style={{ display: 'inline-flex', gap: 12, alignItems: 'center' }}>{probe && <span className="quiet">asked <Moment at={probe.at} /></span>}{hasSecret && actor.administrator && (
        <>
          {isPerson ? <Button size="small" onClick={() => setOpen('signIn')}>Sign in…</Button> : <Button size="small" onClick={() => setOpen('secret')}>New {directory.kind === 'entra' ? 'secret' : 'password'}…</Button>}
          <Button size="small" onClick={() => void go({ to: '/directories/$directory/edit', params: { directory: directory.directory } })}>Settings…</Button>
        </>
      )}</span>}>
        {!probe && <p className="quiet">It was not asked yet. A probe says who this program is there, what it may read and change, and what is missing.</p>}
        {probe?.problem && <ProblemBanner problem={{ code: null, message: probe.problem.message, hint: probe.problem.hint, field: null }} />}
        {probe?.report != null && <ProbeResult report={probe.report as ProbeReport} />}
      </Card>
      {open === 'schedule' && <ScheduleDialog directory={directory.directory} schedule={schedule} onClose={() => setOpen(null)} />}
      {open === 'signIn' && <SignInDialog directory={directory} onClose={() => setOpen(null)} />}
      {open === 'secret' && <SecretDialog directory={directory} onClose={() => setOpen(null)} />}
    </>
  );
}
