import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, DialogTrigger } from '@fluentui/react-components';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { FrameworkFile, RequirementRow } from '../../api/operations';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { ReturnFocus } from '../../shared/dialog';
import { count } from '../../shared/number';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import css from '../compliance/compliance.module.css';
import { cadenceText } from '../compliance/words';

const route = getRouteApi('/frameworks/$framework');
const basis: Record<string, string> = { stated: 'the framework says so', usual: 'what auditors usually see', organization: 'a starting point; the organization sets it' };
const documents: Record<string, string> = {
  review: 'evidence of a review', package: 'evidence of an access package', certificate: 'population certificate', exception: 'register of exceptions', conflict: 'conflicts', task: 'remediation tasks', audit: 'audit log', coverage: 'coverage by period',
};

/** One framework: what it asks, and which controls answer. */
export default function FrameworkDetail() {
  const { framework } = route.useParams();
  const read = useRead('framework.show', { framework });
  const [file, setFile] = useState(false);
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the framework" />;
  const view = read.data;
  return (
    <Page
      title={view.name} back={{ to: '/frameworks', label: 'Frameworks' }} lead={view.note} badge={view.importedAt ? <StateBadge tone="busy">Brought in</StateBadge> : <StateBadge tone="quiet">As shipped</StateBadge>}
      actions={<Button onClick={() => setFile(true)}>Export…</Button>}
    >
      <Card title={`${view.answered} of ${count(view.requirements, 'requirement')} answered by a control`}>
        <div>{view.rows.map((row) => <Requirement key={row.id} row={row} />)}</div>
      </Card>
      {file && <FileDialog framework={framework} onClose={() => setFile(false)} />}
    </Page>
  );
}

function Requirement({ row }: { row: RequirementRow }) {
  const { months, privilegedMonths, graceDays } = row.cadence;
  const often = `${cadenceText(months)}${privilegedMonths === months ? '' : `, privileged access ${cadenceText(privilegedMonths).toLowerCase()}`}${graceDays ? `, ${graceDays} days of grace` : ''}`;
  return (
    <section className={css.requirement} aria-label={row.id}>
      <h3>{row.id} {row.title}</h3>
      <p>{row.asks}</p>
      <Facts
        facts={[
          ['How often', <>{often} <span className="quiet">({basis[row.cadence.basis]})</span></>],
          ['Evidence', `${row.evidence.join(', ')}: ${row.documents.map((one) => documents[one] ?? one).join(', ')}`],
          ['Kept for', count(row.retentionYears, 'year')],
          ['Controls', row.controls.length === 0 ? <span className="quiet">None yet</span> : row.controls.map((one, at) => <span key={one.control}>{at > 0 && ', '}<Link to="/controls/$control" params={{ control: one.control }}>{one.code}</Link></span>)],
        ]}
      />
    </section>
  );
}

function save(file: FrameworkFile) {
  const url = URL.createObjectURL(new Blob([file.text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.fileName;
  link.click();
  URL.revokeObjectURL(url);
}

function FileDialog({ framework, onClose }: { framework: string; onClose: () => void }) {
  const read = useRead('framework.export', { framework });
  const tell = useTell();
  const file = read.data;
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 760 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{file?.fileName ?? 'The file'}</DialogTitle>
          <DialogContent>
            {read.error ? read.error.message : !file ? <Loading label="Reading the file" /> : <pre className={css.text} tabIndex={0} aria-label="The file">{file.text}</pre>}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" disabled={!file} onClick={() => file && save(file)}>Save</Button>
            <Button disabled={!file} onClick={() => file && void navigator.clipboard.writeText(file.text).then(() => tell.done('The file was copied.'))}>Copy</Button>
            <DialogTrigger disableButtonEnhancement><Button>Close</Button></DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
