import { Button, MessageBar, MessageBarBody, Tab, TabList } from '@fluentui/react-components';
import { useState } from 'react';
import { useRead } from '../../api/query';
import { Form, PathField } from '../../shared/form';
import { formatNumber } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Work } from '../../shared/progress';
import { FileRows } from './FileRows';
import { Verdict } from './Verdict';
import { nameWords, plainText, sectionWords } from './section';
import css from './evidence.module.css';

/** Opens any evidence file and shows what stands in it. It needs no store, and writes nothing. */
export function FileView() {
  const [path, setPath] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const file = useRead('evidence.open', { path: open ?? '' }, { enabled: open !== null });
  return (
    <div className={css.file}>
      <Card title="Open an evidence file">
        <Form label="Open an evidence file" onSubmit={() => { if (path.trim()) { setOpen(path.trim()); if (open === path.trim()) void file.refetch(); } }}>
          <div className={css.ask}>
            <PathField label="Evidence PDF" required value={path} onChange={setPath} question={{ title: 'The evidence to open', mode: 'open', filters: [{ name: 'PDF', extensions: ['pdf'] }] }} />
            <Button type="submit" appearance="primary" disabled={!path.trim() || file.isFetching}>Open</Button>
          </div>
        </Form>
      </Card>
      <div aria-live="polite" className={css.file}>
        {file.isFetching && <Work phase="Checking every byte" done={0} total={null} />}
        <ProblemBanner problem={file.error} />
        {file.data && !file.isFetching && open && <Opened key={open} path={open} file={file.data} />}
      </div>
    </div>
  );
}

type File = NonNullable<ReturnType<typeof useRead<'evidence.open'>>['data']>;

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
              {file.totals && <Card title="Totals"><Facts facts={Object.entries(file.totals).map(([name, value]) => [nameWords(name), plainText(value)] as const)} /></Card>}
              {parts.map(([name, part]) => <Part key={name} name={name} part={part} />)}
            </>
          ) : <FileRows key={tab} path={path} section={tab} />}
        </>
      )}
    </>
  );
}

function Part({ name, part }: { name: string; part: unknown }) {
  if (part === null || (Array.isArray(part) && part.length === 0)) return null;
  const list = Array.isArray(part) ? part.map((one, place) => [`${nameWords(name)} ${place + 1}`, one] as const) : [[nameWords(name), part] as const];
  return (
    <>
      {list.map(([title, one]) => (
        <Card key={title} title={title}>
          <Facts facts={Object.entries((one ?? {}) as Record<string, unknown>).map(([field, value]) => [nameWords(field), <span className={css.value}>{plainText(value)}</span>] as const)} />
        </Card>
      ))}
    </>
  );
}
