import { Link, useNavigate } from '@tanstack/react-router';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ReadFileButton } from '../../shared/form';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';

/** What standards ask, as files that can be edited. */
export default function FrameworkList() {
  const read = useRead('framework.list', {});
  const bring = useWrite('framework.import');
  const go = useNavigate();
  const tell = useTell();
  const take = (text: string) => bring.mutate({ text }, { onSuccess: ({ framework, name }) => { tell.done(`${name} was brought in.`); void go({ to: '/frameworks/$framework', params: { framework } }); } });
  const rows = read.data ?? [];
  return (
    <Page title="Frameworks" fill lead="What standards ask for, in short and in our own words. Export one, edit the file, and bring it back." actions={<ReadFileButton label={bring.isPending ? 'Reading…' : 'Bring in a file…'} accept=".json,application/json" onText={take} />}>
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      <ProblemBanner problem={bring.error && bring.error.field ? { ...bring.error, message: `${bring.error.message} (at ${bring.error.field})` } : bring.error} dismiss={() => bring.reset()} />
      {!read.data ? !read.error && <Loading label="Reading the frameworks" /> : (
        <Table
          label="Frameworks" total={rows.length} rowAt={(index) => rows[index]} rowHeight={48} onOpen={(row) => void go({ to: '/frameworks/$framework', params: { framework: row.framework } })}
          columns={[
            { id: 'name', label: 'Framework', width: 'minmax(180px, 2fr)', show: (row) => <Link to="/frameworks/$framework" params={{ framework: row.framework }} title={row.name}>{row.name}</Link> },
            { id: 'answered', label: 'Answered by a control', width: '180px', show: (row) => `${row.answered} of ${row.requirements}` },
            { id: 'origin', label: 'File', width: '112px', show: (row) => <StateBadge tone={row.importedAt ? 'busy' : 'quiet'}>{row.importedAt ? 'Brought in' : 'As shipped'}</StateBadge> },
            { id: 'when', label: 'When', width: '120px', show: (row) => <Moment at={row.importedAt} day /> },
            { id: 'who', label: 'By', width: 'minmax(120px, 1fr)', show: (row) => row.importedBy ? <span title={row.importedBy}>{row.importedBy}</span> : <span className="quiet">–</span> },
          ]}
        />
      )}
    </Page>
  );
}
