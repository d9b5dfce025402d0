import { Button, Checkbox } from '@fluentui/react-components';
import { DocumentPdfRegular } from '@fluentui/react-icons/svg/document-pdf';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { host } from '../../api/host';
import type { PackageView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { DayField, PathField } from '../../shared/form';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { SignOffCard } from '../acknowledgement/SignOffCard';
import { endOf } from '../assignment/words';
import { MadeList } from '../evidence/MadeList';
import { fileName } from '../evidence/words';
import { JobProgress } from '../job/JobProgress';
import { RetentionCard } from '../retention/RetentionCard';
import css from './package.module.css';

/** The moment at which a day begins here. */
const startOf = (day: string): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).toISOString();
};

/** What an auditor takes home of this package: who held it, by which request, under which policy, and what proves it. */
export function EvidenceTab({ view }: { view: PackageView }) {
  const make = useWrite('evidence.exportPackage');
  const tell = useTell();
  const [job, setJob] = useState<number | null>(null);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [path, setPath] = useState('');
  const [redacted, setRedacted] = useState(false);
  const [written, setWritten] = useState('');
  const choose = host().chooseFile;
  const question = { title: 'Where the evidence goes', mode: 'save' as const, suggested: fileName(redacted ? `${view.displayName}-redacted` : view.displayName), filters: [{ name: 'PDF', extensions: ['pdf'] }] };
  const wrong = (from !== '' && !isDay(from)) || (to !== '' && !isDay(to));
  // The system's own dialog has asked already whether a file of that name may be replaced.
  const start = (file: string, replace = false) => {
    setWritten(file);
    make.mutate(
      { package: view.package, path: file, replace, ...(redacted ? { profile: 'redacted' } : {}), ...(from ? { from: startOf(from) } : {}), ...(to ? { to: endOf(to) } : {}) },
      { onSuccess: ({ job: started }) => setJob(started) },
    );
  };
  return (
    <div className={css.tabFree}>
      <Card title="Evidence">
        <p className="quiet">One PDF: who held the package, by which request and approval, under which version of which policy, when it was delivered and removed, and which read proves it; with the machine-readable record inside. It is verified on the page <Link to="/evidence">Evidence</Link>.</p>
        <div className={css.row} style={{ maxWidth: 560 }}>
          <DayField label="From" value={from} onChange={setFrom} hint="Empty: since the package was made." />
          <DayField label="Until the end of" value={to} onChange={setTo} hint="Empty: until now." />
        </div>
        <Checkbox style={{ marginLeft: -8 }} checked={redacted} onChange={(_, change) => setRedacted(change.checked === true)} label="Withhold personal data: names and reasons are left out, and the root stays that of the full document" />
        <ProblemBanner problem={make.error} dismiss={make.reset} />
        <div style={{ maxWidth: 560 }}><PathField label="File, with its whole path" value={path} onChange={setPath} question={question} /></div>
        <div>
          <Button
            appearance="primary" icon={<DocumentPdfRegular />} disabled={make.isPending || wrong || (!choose && !path.trim())}
            onClick={() => (path.trim() ? start(path.trim()) : choose && void choose(question).then((file) => file && start(file, true)))}
          >
            Export as PDF…
          </Button>
        </div>
        <JobProgress job={job} onEnd={(ended) => { if (ended.state === 'done') tell.done('The evidence is ready.', written); if (ended.state !== 'problem') setJob(null); }} />
        <MadeList of={{ package: view.package }} />
      </Card>
      <SignOffCard of={{ package: view.package }} ended />
      <RetentionCard of={{ package: view.package }} />
    </div>
  );
}
