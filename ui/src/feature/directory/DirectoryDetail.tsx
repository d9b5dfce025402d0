import { Button, Tab, TabList } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { SyncForeseen } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { ageText } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { Figure, Figures, Page } from '../../shared/page';
import { ProblemBanner, ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { useFollowed } from '../job/follow';
import { JobProgress } from '../job/JobProgress';
import { Certificate } from './Certificate';
import { FilesTab } from './FilesTab';
import { Foreseen } from './Foreseen';
import { Health } from './Health';
import { ImportTab } from './ImportTab';
import { SyncButton } from './SyncButton';
import { SyncList } from './SyncList';
import { Unmatched } from './Unmatched';
import { excludedOf, peopleOf, placeOf } from './words';

const route = getRouteApi('/directories/$directory');
type Shown = 'health' | 'reads' | 'certificate' | 'files' | 'unmatched' | 'import';

export default function DirectoryDetail() {
  const { directory: id } = route.useParams();
  const { actor } = useStore();
  const list = useRead('directory.list', {});
  const directory = list.data?.find((one) => one.directory === id);
  const readsAll = actor.administrator || actor.complianceOfficer === true;
  const health = useRead('directory.show', { directory: id }, { enabled: readsAll });
  const certificate = useRead('directory.certificate', { directory: id }, { enabled: readsAll && directory?.snapshot != null });
  const sync = useFollowed('directory.sync', id);
  const probe = useWrite('directory.probe');
  const foresee = useWrite('directory.foresee');
  const [shown, setShown] = useState<Shown>('health');
  const [probeJob, setProbeJob] = useState<number | null>(null);
  const [seeJob, setSeeJob] = useState<number | null>(null);
  const [seen, setSeen] = useState<SyncForeseen | null>(null);
  const tell = useTell();
  const now = useNow();

  if (list.error) return <ProblemPage problem={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading label="Reading the directory" />;
  if (!directory) return <Empty title="There is no such directory" />;
  const known = directory.certificate;
  const isFiles = directory.kind === 'files';
  return (
    <Page
      title={directory.name} back={{ to: '/directories', label: 'Directories' }}
      lead={<span className="ellipsis" style={{ display: 'block' }} title={placeOf(directory)}>{placeOf(directory)}</span>}
      actions={actor.administrator && (
        <>
          <Button icon={<PlugConnectedRegular />} disabled={probe.isPending} onClick={() => { setShown('health'); probe.mutate({ directory: id }, { onSuccess: ({ job }) => setProbeJob(job), onError: tell.problem }); }}>
            Probe
          </Button>
          <SyncButton
            directory={directory} onJob={sync.begin}
            onForesee={() => { setSeen(null); foresee.mutate({ directory: id }, { onSuccess: ({ job }) => setSeeJob(job), onError: tell.problem }); }}
          />
        </>
      )}
    >
      <ProblemBanner problem={sync.problem} dismiss={sync.dismiss} />
      <JobProgress
        job={sync.job}
        onEnd={(job) => {
          sync.end(job);
          if (job.state === 'done') { setSeen(null); tell.done('The snapshot is complete.'); }
          if (job.state === 'cancelled') tell.done('The sync was cancelled.', 'The last snapshot stands as it was.');
        }}
      />
      <JobProgress job={probeJob} onEnd={() => setProbeJob(null)} />
      <JobProgress job={seeJob} onEnd={(job) => { if (job.state === 'done') setSeen(job.result as SyncForeseen); if (job.state !== 'problem') setSeeJob(null); }} />
      {seen && <Foreseen seen={seen} onClose={() => setSeen(null)} />}
      {known && readsAll && <p><Link to="/directories/$directory/snapshots" params={{ directory: id }}>Snapshots, and what changed between them</Link></p>}
      {known && directory.syncedAt && (
        <Figures>
          <Figure label="As of" value={ageText(new Date(directory.syncedAt), now)} />
          <Figure label="People" value={formatNumber(peopleOf(known))} note={`${formatNumber(known.population.guest)} of them guests`} />
          <Figure label="Groups" value={formatNumber(known.population.group)} />
          {(known.population.membership > 0 || known.population.holding === 0) && <Figure label="Memberships" value={formatNumber(known.population.membership)} />}
          {known.population.holding > 0 && <Figure label="Roles held" value={formatNumber(known.population.holding)} />}
          <Figure label="Excluded" value={formatNumber(excludedOf(known))} tone={excludedOf(known) > 0 ? 'warn' : undefined} note="each with its reason" />
        </Figures>
      )}
      {readsAll && (
        <TabList selectedValue={shown} onTabSelect={(_, change) => setShown(change.value as Shown)} aria-label="About this directory">
          <Tab value="health">Health</Tab>
          <Tab value="reads">Reads</Tab>
          <Tab value="certificate">Certificate</Tab>
          {isFiles && <Tab value="files">Columns</Tab>}
          {isFiles && <Tab value="unmatched">Unmatched</Tab>}
          {directory.kind === 'entra' && actor.administrator && <Tab value="import">Reviews and packages there</Tab>}
        </TabList>
      )}
      {readsAll && shown === 'health' && (health.error ? <ProblemBanner problem={health.error} retry={() => void health.refetch()} /> : health.data ? <Health health={health.data} isTold={sync.job !== null || sync.problem !== null} /> : <Loading label="Reading how it stands" />)}
      {readsAll && shown === 'reads' && <SyncList directory={id} />}
      {readsAll && shown === 'certificate' && (certificate.data ? <Certificate view={certificate.data} /> : directory.snapshot == null ? <Empty title="Not synced yet" text="The first sync reads the whole directory and makes its population certificate." /> : <ProblemBanner problem={certificate.error} />)}
      {isFiles && readsAll && shown === 'files' && <FilesTab key={JSON.stringify(directory.settings)} directory={directory} />}
      {actor.administrator && shown === 'import' && <ImportTab directory={id} />}
      {isFiles && readsAll && shown === 'unmatched' && <Unmatched directory={id} />}
    </Page>
  );
}
