import { PersonClockRegular } from '@fluentui/react-icons/svg/person-clock';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import type { HistoryMoment } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { entitlementText } from '../item/words';
import css from './history.module.css';
import { actText, actTone, kindWords } from './words';

const route = getRouteApi('/history/person/$principal');
const told = ['item', 'assignment', 'request', 'exception', 'change'];

/** One person's access over time, from what the directory showed to what was decided and taken away. */
export default function PersonHistory() {
  const { principal } = route.useParams();
  const who = useRead('history.person', { principal, offset: 0, limit: 1 });
  const pages = usePages('history.person', { principal });
  const go = useNavigate();
  if (who.error) return <ProblemPage problem={who.error} retry={() => void who.refetch()} />;
  if (!who.data || pages.total === null) return <Loading label="Reading the history" />;
  const open = (row: HistoryMoment) => {
    if (told.includes(row.about)) void go({ to: '/dossiers/$about/$id', params: { about: row.about, id: row.aboutId } });
  };
  return (
    <Page
      title={who.data.displayName} fill back={{ to: '/history', label: 'History' }}
      lead={<>{count(pages.total, 'event')} about their access, the newest first. <Link to="/principals/$principal" params={{ principal }}>What they hold now</Link></>}
    >
      {pages.total === 0 ? <Empty icon={<PersonClockRegular />} title="Nothing is known of their access" text="No read showed a grant, and nothing was asked, decided or changed." /> : (
        <Table
          label={`Access of ${who.data.displayName} over time`} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={56} onOpen={open}
          columns={[
            { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.at} /> },
            { id: 'kind', label: 'From', width: '96px', show: (row) => kindWords[row.kind] ?? row.kind },
            { id: 'act', label: 'What happened', width: 'minmax(128px, 1fr)', show: (row) => <StateBadge tone={actTone(row)}>{actText(row)}</StateBadge> },
            { id: 'what', label: 'Access', width: 'minmax(108px, 1.4fr)', show: (row) => <span className={css.two}><span title={row.resourceName}>{row.resourceName}</span><span>{entitlementText(row.entitlement)}</span></span> },
            { id: 'by', label: 'By', width: 'minmax(108px, 1.4fr)', show: (row) => <span className={css.two}><span title={row.actor}>{row.actor}</span><span title={row.text}>{row.text}</span></span> },
          ]}
        />
      )}
    </Page>
  );
}
