import { Button } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { ProbeReport } from '../../api/contract';
import { useRead, useWrite } from '../../api/query';
import { ageText } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { Card, Figure, Figures, Page } from '../../shared/page';
import { ProblemBanner, ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';
import { Certificate } from './Certificate';
import { ProbeResult } from './ProbeResult';
import { SyncButton } from './SyncButton';
import { excludedOf, peopleOf, placeOf } from './words';

const route = getRouteApi('/directories/$directory');

export default function DirectoryDetail() {
  const { directory: id } = route.useParams();
  const list = useRead('directory.list', {});
  const directory = list.data?.find((one) => one.directory === id);
  const certificate = useRead('directory.certificate', { directory: id }, { enabled: directory?.snapshot != null });
  const jobs = useRead('job.list', {});
  const running = jobs.data?.find((job) => job.kind === 'directory.sync' && job.state === 'running' && job.subject === directory?.name)?.id ?? null;
  const probe = useWrite('directory.probe');
  const [syncJob, setSyncJob] = useState<number | null>(null);
  const [probeJob, setProbeJob] = useState<number | null>(null);
  const [report, setReport] = useState<ProbeReport | null>(null);
  const tell = useTell();
  const now = useNow();
  const { actor } = useStore();

  if (list.error) return <ProblemPage problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading label="Reading the directory" />;
  if (!directory) return <Empty title="There is no such directory" />;
  const known = directory.certificate;
  return (
    <Page
      title={directory.name} back={{ to: '/directories', label: 'Directories' }}
      lead={placeOf(directory)}
      actions={actor.administrator && (
        <>
          <Button icon={<PlugConnectedRegular />} disabled={probe.isPending} onClick={() => { setReport(null); probe.mutate({ directory: id }, { onSuccess: ({ job }) => setProbeJob(job), onError: tell.problem }); }}>
            Probe
          </Button>
          <SyncButton directory={directory} onJob={setSyncJob} />
        </>
      )}
    >
      <JobProgress
        job={syncJob ?? running}
        onEnd={(job) => {
          if (job.state === 'done') { setSyncJob(null); tell.done('The snapshot is complete.'); }
          if (job.state === 'cancelled') { setSyncJob(null); tell.done('The sync was cancelled.', 'The last snapshot stands as it was.'); }
        }}
      />
      <JobProgress job={probeJob} onEnd={(job) => { if (job.state === 'done') setReport(job.result as ProbeReport); if (job.state !== 'problem') setProbeJob(null); }} />
      {report && <Card title="What the server says"><ProbeResult report={report} /></Card>}
      {known && directory.syncedAt ? (
        <>
          <Figures>
            <Figure label="As of" value={ageText(new Date(directory.syncedAt), now)} />
            <Figure label="People" value={formatNumber(peopleOf(known))} note={`${formatNumber(known.population.guest)} of them guests`} />
            <Figure label="Groups" value={formatNumber(known.population.group)} />
            <Figure label="Memberships" value={formatNumber(known.population.membership)} />
            <Figure label="Excluded" value={formatNumber(excludedOf(known))} tone={excludedOf(known) > 0 ? 'warn' : undefined} note="each with its reason" />
          </Figures>
          <ProblemBanner problem={certificate.error} />
          {certificate.data && <Certificate view={certificate.data} />}
        </>
      ) : (
        syncJob === null && <Empty title="Not synced yet" text="The first sync reads the whole directory and makes its population certificate." />
      )}
    </Page>
  );
}
