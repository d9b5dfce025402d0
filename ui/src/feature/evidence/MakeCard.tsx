import { Button, Checkbox } from '@fluentui/react-components';
import { DocumentPdfRegular } from '@fluentui/react-icons/svg/document-pdf';
import { useState } from 'react';
import type { CallProblem } from '../../api/contract';
import { host } from '../../api/host';
import type { EvidenceListInput } from '../../api/operations';
import { PathField } from '../../shared/form';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';
import { MadeList } from './MadeList';
import css from './evidence.module.css';
import { fileName } from './words';

/** Where a document goes, and whether it tells who the people are. */
export interface Wanted { path: string; replace: boolean; profile?: 'redacted' }

interface Props {
  /** What it is evidence of, for the name of the file. */
  name: string;
  /** What stands in it, or why there is none yet. */
  about: string;
  ready?: boolean;
  /** Whether there is a form without personal data. */
  redactable?: boolean;
  of: EvidenceListInput;
  busy: boolean;
  problem: CallProblem | null;
  dismiss: () => void;
  make: (wanted: Wanted, begun: (job: number) => void) => void;
}

/** Writes the evidence of one thing, and lists what was written of it before. */
export function MakeCard({ name, about, ready = true, redactable = false, of, busy, problem, dismiss, make }: Props) {
  const tell = useTell();
  const [job, setJob] = useState<number | null>(null);
  const [asking, setAsking] = useState(false);
  const [redacted, setRedacted] = useState(false);
  const [path, setPath] = useState('');
  const [written, setWritten] = useState('');
  const choose = host().chooseFile;
  const question = { title: 'Where the evidence goes', mode: 'save' as const, suggested: fileName(redacted ? `${name}-redacted` : name), filters: [{ name: 'PDF', extensions: ['pdf'] }] };
  // The system's own dialog has asked already whether a file of that name may be replaced.
  const start = (to: string, replace = false) => {
    setWritten(to);
    make({ path: to, replace, ...(redacted ? { profile: 'redacted' as const } : {}) }, (begun) => { setAsking(false); setJob(begun); });
  };
  return (
    <Card
      title="Evidence"
      aside={
        <span className={css.ways}>
          {choose && ready && !asking && <Button appearance="subtle" disabled={busy} onClick={() => setAsking(true)}>Type a path</Button>}
          <Button icon={<DocumentPdfRegular />} disabled={busy || !ready} onClick={() => (choose ? void choose(question).then((to) => to && start(to, true)) : setAsking(true))}>
            Export as PDF…
          </Button>
        </span>
      }
    >
      <p className="quiet">{about}</p>
      {redactable && ready && <Checkbox className={css.withhold} checked={redacted} onChange={(_, change) => setRedacted(change.checked === true)} label="Withhold personal data: names and reasons are left out, and the root stays that of the full document" />}
      <ProblemBanner problem={problem} dismiss={dismiss} />
      {asking && (
        <form className={css.ask} aria-label="Where the evidence goes" onSubmit={(event) => { event.preventDefault(); if (path.trim() && !busy) start(path.trim()); }}>
          <PathField label="File, with its whole path" value={path} onChange={setPath} question={question} />
          <Button type="submit" appearance="primary" disabled={!path.trim() || busy}>Export</Button>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
        </form>
      )}
      <JobProgress job={job} onEnd={(view) => { if (view.state === 'done') tell.done('The evidence is ready.', written); if (view.state !== 'problem') setJob(null); }} />
      <MadeList of={of} />
    </Card>
  );
}
