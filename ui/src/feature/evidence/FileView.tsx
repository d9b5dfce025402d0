import { Button, MessageBar, MessageBarBody, Tab, TabList } from '@fluentui/react-components';
import { useState } from 'react';
import type { Output } from '../../api/contract';
import { forget, useWrite } from '../../api/query';
import { Form, PathField, TextField } from '../../shared/form';
import { formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Work } from '../../shared/progress';
import { FileRows } from './FileRows';
import { Verdict } from './Verdict';
import { Fields } from './Value';
import { nameWords, sectionWords, tablesOf } from './section';
import css from './evidence.module.css';

/** Opens any evidence file and shows what stands in it. It needs no store, and writes nothing. */
export function FileView() {
  const [path, setPath] = useState('');
  const [root, setRoot] = useState('');
  const [tried, setTried] = useState(false);
  // Each time anew: a verdict that was kept would not know that the file has changed since.
  const file = useWrite('evidence.open');
  const trusted = root.replace(/\s/g, '').toLowerCase();
  // A slip of the pen says nothing about the file.
  const slip = tried && trusted !== '' && !/^[0-9a-f]{64}$/.test(trusted) ? `A root has 64 digits from 0 to 9 and a to f; these are ${trusted.length} signs.` : null;
  function submit() {
    setTried(true);
    const asked = path.trim();
    if (!asked || (trusted !== '' && !/^[0-9a-f]{64}$/.test(trusted))) return;
    forget('evidence.rows');
    file.mutate({ path: asked, ...(trusted ? { root: trusted } : {}) });
  }
  return (
    <div className={css.file}>
      <Card title="Open an evidence file">
        <Form label="Open an evidence file" onSubmit={submit}>
          <div className={css.open}>
            <PathField label="Evidence PDF" required value={path} onChange={setPath} question={{ title: 'The evidence to open', mode: 'open', filters: [{ name: 'PDF', extensions: ['pdf'] }] }} />
            <TextField label="Root hash from a copy you trust" mono value={root} onChange={(text) => { setRoot(text); setTried(false); }} error={slip} hint="If you have one, such as the one on a printed cover. With it, even a file that was rebuilt as a whole is found out." />
            <div><Button type="submit" appearance="primary" disabled={!path.trim() || file.isPending}>Open and check</Button></div>
          </div>
        </Form>
      </Card>
      <div aria-live="polite" className={css.file}>
        {file.isPending && <Work phase="Checking every byte" done={0} total={null} />}
        <ProblemBanner problem={file.error} />
        {file.data && !file.isPending && <Opened key={file.submittedAt} path={file.variables.path} file={file.data} />}
      </div>
    </div>
  );
}

type File = Output<'evidence.open'>;

function Opened({ path, file }: { path: string; file: File }) {
  const [tab, setTab] = useState('');
  const parts = Object.entries(file.parts);
  return (
    <>
      <Verdict verdict={file.verdict} />
      {parts.length > 0 && (
        <>
          <MessageBar intent="info"><MessageBarBody>What follows is what the file says, not what the store says. Nothing here can be changed.</MessageBarBody></MessageBar>
          <TabList selectedValue={tab} onTabSelect={(_, chosen) => setTab(String(chosen.value))} className={css.tabs}>
            <Tab value="">About</Tab>
            {file.sections.map((section) => <Tab key={section.name} value={section.name}>{sectionWords(section.name)} ({formatNumber(section.rows)})</Tab>)}
          </TabList>
          {tab === '' ? (
            <>
              {file.totals && <Card title="Totals"><Fields of={file.totals} /></Card>}
              {parts.map(([name, part]) => <Part key={name} name={name} part={part} />)}
            </>
          ) : <FileRows key={tab} path={path} section={tab} tables={tablesOf(file.parts)} />}
        </>
      )}
    </>
  );
}

function Part({ name, part }: { name: string; part: unknown }) {
  if (part === null || (Array.isArray(part) && part.length === 0)) return null;
  // The heads of the tables stand over their rows.
  if (name === 'tables') return null;
  return <Card title={nameWords(name)}><Fields of={part} /></Card>;
}
