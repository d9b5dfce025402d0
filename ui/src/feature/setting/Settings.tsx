import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import { type ThemeChoice, useTheme } from '../../app/theme';
import { call } from '../../api/call';
import type { CallProblem, Output } from '../../api/contract';
import { host, toProblem } from '../../api/host';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { IdentitySettings } from './IdentitySettings';
import { LockCode } from './LockCode';
import { MailSettings } from './MailSettings';
import { Paper } from './Paper';
import { Signing } from './Signing';
import { Roles } from './Roles';
import { TimeZone } from './TimeZone';
import { PathField } from '../../shared/form';
import { count } from '../../shared/number';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';

export default function Settings() {
  const store = useStore();
  const status = useRead('store.status', {});
  const theme = useTheme();
  const all = store.actor.administrator || store.actor.complianceOfficer;
  return (
    <Page title="Settings" lead={store.actor.administrator ? undefined : 'What is set for the whole store is changed by an administrator.'}>
      <Card title="Appearance">
        <RadioGroup layout="horizontal" aria-label="Theme" value={theme.choice} onChange={(_, change) => theme.choose(change.value as ThemeChoice)}>
          <Radio value="system" label="As the system" />
          <Radio value="light" label="Light" />
          <Radio value="dark" label="Dark" />
        </RadioGroup>
      </Card>
      <Card title="Store">
        <Facts
          facts={[
            ['Organization', store.organization],
            ['Kind', store.practice ? <StateBadge tone="warn">Practice</StateBadge> : 'Real, encrypted'],
            ['Folder', <span className="mono">{store.path}</span>],
            ['Store id', <span className="mono">{store.id}</span>],
            ['Its time', <Moment at={store.now} />],
            ['Program', status.data && `Countersign ${status.data.version}`],
          ]}
        />
      </Card>
      <TimeZone mayChange={store.actor.administrator} />
      {all && <Roles />}
      <IdentitySettings />
      <LockCode />
      {store.actor.administrator && <MailSettings />}
      <Paper mayChange={store.actor.administrator} />
      {all && <Signing mayChange={store.actor.administrator} />}
      {all && <Check />}
      {store.actor.administrator && <Backup />}
    </Page>
  );
}

function Check() {
  const [result, setResult] = useState<Output<'store.check'> | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const run = () => {
    setBusy(true);
    setProblem(null);
    call('store.check', {}).then((answer) => setResult(answer.value), (thrown: unknown) => setProblem(toProblem(thrown))).finally(() => setBusy(false));
  };
  return (
    <Card title="Check the store" aside={<Button disabled={busy} onClick={run}>{busy ? 'Checking…' : 'Check now'}</Button>}>
      <p className="quiet">Reads the whole file, its structure and the audit log. Nothing is changed.</p>
      <ProblemBanner problem={problem} />
      <div aria-live="polite">
        {result && (
          <>
            <div className="number"><StateBadge tone={result.sound ? 'good' : 'bad'}>{result.sound ? 'Sound' : 'Not sound'}</StateBadge> {count(result.pages, 'page')}, {count(result.auditEntries, 'log entry', 'log entries')}</div>
            <ul>{result.findings.map((finding) => <li key={finding}>{finding}</li>)}</ul>
          </>
        )}
      </div>
    </Card>
  );
}

function Backup() {
  const backup = useWrite('store.backup');
  const tell = useTell();
  const [asking, setAsking] = useState(false);
  const [path, setPath] = useState('');
  const choose = host().chooseFile;
  const question = { title: 'Where the backup goes', mode: 'save' as const, suggested: `countersign-${new Date().toISOString().slice(0, 10)}.backup` };
  const run = (to: string) => backup.mutate({ path: to }, { onSuccess: () => { setAsking(false); tell.done('The backup is complete.', to); } });
  return (
    <Card title="Backup" aside={(
      <span style={{ display: 'flex', gap: 8 }}>
        {choose && !asking && <Button appearance="subtle" disabled={backup.isPending} onClick={() => setAsking(true)}>Type a path</Button>}
        <Button disabled={backup.isPending} onClick={() => (choose ? void choose(question).then((to) => to && run(to)) : setAsking(true))}>{backup.isPending ? 'Writing…' : 'Back up…'}</Button>
      </span>
    )}>
      <p className="quiet">A complete, encrypted copy that opens with the same key. Work goes on meanwhile.</p>
      <ProblemBanner problem={backup.error} dismiss={backup.reset} />
      {asking && (
        <div style={{ display: 'flex', flexDirection: 'column', gap: 8, maxWidth: 560 }}>
          <PathField label="File" value={path} onChange={setPath} question={question} hint="With its whole path." />
          <div style={{ display: 'flex', gap: 8 }}>
            <Button appearance="primary" disabled={!path.trim() || backup.isPending} onClick={() => run(path.trim())}>Back up</Button>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
          </div>
        </div>
      )}
    </Card>
  );
}
