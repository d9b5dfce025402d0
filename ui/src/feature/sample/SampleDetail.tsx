import { Button } from '@fluentui/react-components';
import { FolderArrowUpRegular } from '@fluentui/react-icons/svg/folder-arrow-up';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePages } from '../../api/pages';
import { useRead, useWrite } from '../../api/query';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { formatNumber } from '../../shared/number';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { changeText, decisionWords, spelled } from '../history/words';
import { entitlementText } from '../item/words';
import { JobProgress } from '../job/JobProgress';
import css from './sample.module.css';
import { asPopulation, populationWords, stratifyWords } from './words';

const route = getRouteApi('/samples/$sample');
const acted = (subject: string, act: string) => (subject.startsWith('removal:') ? changeText(act, 'applied') : (decisionWords[act] ?? spelled(act)));

/** A sample: what it was drawn from and how, and its rows. */
export default function SampleDetail() {
  const { sample } = route.useParams();
  const read = useRead('sample.show', { sample, offset: 0, limit: 1 });
  const pages = usePages('sample.show', { sample });
  const [exporting, setExporting] = useState(false);
  const go = useNavigate();
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data || pages.total === null) return <Loading label="Reading the sample" />;
  const view = read.data;
  return (
    <Page
      title={`Sample ${formatNumber(view.sample)}: ${formatNumber(view.rowCount)} of ${formatNumber(view.populationCount)}`} back={{ to: '/samples', label: 'Samples' }}
      lead={view.note || undefined} actions={<Button icon={<FolderArrowUpRegular />} onClick={() => setExporting(true)}>Export with dossiers…</Button>}
    >
      <Card title="How it was drawn">
        <Facts
          facts={[
            ['From', populationWords[asPopulation(view.population)]],
            ['Drawn', <><Moment at={view.drawnAt} /> <span className="quiet">by {view.drawnBy}</span></>],
            ['Period', <>{view.from ? <Moment at={view.from} /> : 'From the beginning'} until <Moment at={view.to} /></>],
            ['Order', view.stratify ? stratifyWords[view.stratify] : 'By the seed alone'],
            ['Seed', <><span className={`mono ${css.seed}`}>{view.seed}</span> <span className="quiet">{view.seedGiven ? 'given by the auditor' : 'made by chance'}</span></>],
            ['The whole', <><span className="number">{formatNumber(view.populationCount)}</span> <span className={`mono quiet ${css.seed}`} title="SHA-256 over all its ids, a line feed after each">{view.populationSha256}</span></>],
            ['Log entry', formatNumber(view.auditSeq)],
          ]}
        />
        <p className="quiet">{view.methodText}</p>
      </Card>
      <Table
        label="Rows of the sample" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={56} upTo={12}
        onOpen={(row) => void go({ to: '/dossiers/$about/$id', params: { about: row.about, id: row.aboutId }, search: { sample } })}
        columns={[
          { id: 'no', label: 'No.', width: '48px', align: 'end', show: (row) => formatNumber(row.position) },
          { id: 'who', label: 'Whose access', width: 'minmax(100px, 1.2fr)', show: (row) => <span className={css.two}><Link to="/dossiers/$about/$id" params={{ about: row.about, id: row.aboutId }} search={{ sample }} title={row.principalName}>{row.principalName || 'An outsider'}</Link><span>{row.userName}</span></span> },
          { id: 'what', label: 'To', width: 'minmax(100px, 1.2fr)', show: (row) => <span className={css.two}><span title={row.resourceName}>{row.resourceName}</span><span>{entitlementText(row.entitlement)}</span></span> },
          { id: 'act', label: 'What', width: 'minmax(92px, 1fr)', show: (row) => <span className={css.two}><span>{acted(row.subject, row.act)}</span><span title={row.actor}>{row.actor}</span></span> },
          { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.at} /> },
          { id: 'id', label: 'Id', width: '116px', show: (row) => <span className="mono" title={`${row.subject}, digest ${row.digest}`}>{row.subject}</span> },
        ]}
      />
      {exporting && <ExportDialog sample={sample} rows={view.rowCount} onClose={() => setExporting(false)} />}
    </Page>
  );
}

function ExportDialog({ sample, rows, onClose }: { sample: number; rows: number; onClose: () => void }) {
  const [folder, setFolder] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const write = useWrite('sample.export');
  const tell = useTell();
  const at = write.error?.field === 'folder' ? write.error.message : undefined;
  return (
    <ConfirmDialog
      title="Export the sample" action={job === null ? 'Export' : 'Writing…'} busy={write.isPending || job !== null || !folder.trim()} problem={at ? null : write.error} onClose={onClose}
      onConfirm={() => write.mutate({ sample, folder: folder.trim() }, { onSuccess: ({ job: begun }) => setJob(begun) })}
    >
      <div className={css.draw}>
        <p>A folder with {rows === 1 ? 'a dossier' : `${formatNumber(rows)} dossiers`}, an index as workbook and CSV, and every id of the whole, so that the sample can be drawn again by hand.</p>
        <PathField label="New folder, with its whole path" required value={folder} onChange={setFolder} error={at} question={{ title: 'A new or empty folder', mode: 'folder' }} />
        <JobProgress job={job} onEnd={(view) => { if (view.state === 'done') { tell.done('The sample is written.', folder.trim()); onClose(); } else setJob(null); }} />
      </div>
    </ConfirmDialog>
  );
}
