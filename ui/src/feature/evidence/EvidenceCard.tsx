import { Button } from '@fluentui/react-components';
import { DocumentPdfRegular } from '@fluentui/react-icons/svg/document-pdf';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { host } from '../../api/host';
import { Moment } from '../../shared/Moment';
import { PathField } from '../../shared/form';
import { count, formatBytes } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';
import css from './evidence.module.css';

/** A file name that every system takes. */
export function fileName(name: string): string {
  const plain = name.normalize('NFKD').replace(/[^\p{Letter}\p{Number}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60);
  return `${plain || 'review'}-evidence.pdf`;
}

export function EvidenceCard({ instance, name, ended }: { instance: number; name: string; ended: boolean }) {
  const made = useRead('evidence.list', { instance });
  const make = useWrite('evidence.export');
  const tell = useTell();
  const [job, setJob] = useState<number | null>(null);
  const [asking, setAsking] = useState(false);
  const [path, setPath] = useState('');
  const choose = host().chooseFile;
  const question = { title: 'Where the evidence goes', mode: 'save' as const, suggested: fileName(name), filters: [{ name: 'PDF', extensions: ['pdf'] }] };
  // The system's own dialog has asked already whether a file of that name may be replaced.
  const start = (to: string, replace = false) => make.mutate({ instance, path: to, replace }, { onSuccess: ({ job: started }) => { setAsking(false); setJob(started); } });
  return (
    <Card
      title="Evidence"
      aside={
        <span className={css.ways}>
          {choose && ended && !asking && <Button appearance="subtle" disabled={make.isPending} onClick={() => setAsking(true)}>Type a path</Button>}
          <Button icon={<DocumentPdfRegular />} disabled={make.isPending || !ended} onClick={() => (choose ? void choose(question).then((to) => to && start(to, true)) : setAsking(true))}>
            Export as PDF…
          </Button>
        </span>
      }
    >
      <p className="quiet">{ended ? 'One PDF with the result, the population certificate, every decision and its history, and the machine-readable record inside.' : 'Evidence is written when the review has ended.'}</p>
      <ProblemBanner problem={make.error} dismiss={make.reset} />
      {asking && (
        <div className={css.ask}>
          <PathField label="File, with its whole path" value={path} onChange={setPath} question={question} />
          <Button appearance="primary" disabled={!path.trim() || make.isPending} onClick={() => start(path.trim())}>Export</Button>
          <Button onClick={() => setAsking(false)}>Cancel</Button>
        </div>
      )}
      <JobProgress job={job} onEnd={(view) => { if (view.state === 'done') tell.done('The evidence is ready.'); if (view.state !== 'problem') setJob(null); }} />
      {made.data && made.data.length > 0 && (
        <ul className={css.made}>
          {made.data.map((one) => (
            <li key={one.evidence}>
              <span className="ellipsis" title={one.fileName}>{one.fileName}</span>
              <span className="quiet"><Moment at={one.exportedAt} /></span>
              <span className="quiet number">{count(one.pages, 'page')}, {formatBytes(one.bytes)}</span>
              <span className="mono ellipsis" title={`Root ${one.root}`}>{one.root.slice(0, 16)}…</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
