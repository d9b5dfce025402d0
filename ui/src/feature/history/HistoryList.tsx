import { Button, Tab, TabList } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { HistoryFilter, HistoryRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { entitlementText } from '../item/words';
import { ExportDialog } from './ExportDialog';
import { FilterBar } from './FilterBar';
import { Runs } from './Runs';
import css from './history.module.css';
import { decisionTones, decisionWords, narrowed, sourceWords } from './words';

/** What the dossier of a line is about. */
const place = (row: HistoryRow) => (row.item !== null ? { about: 'item', id: row.item } : { about: 'request', id: row.request ?? 0 });

/** Every decision over all reviews and years, and every approver's answer. */
export default function HistoryList() {
  const [filter, setFilter] = useState<HistoryFilter>({});
  const [narrowing, setNarrowing] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [tab, setTab] = useState<'decisions' | 'runs'>('decisions');
  const pages = usePages('history.list', { filter });
  const go = useNavigate();
  const conditions = narrowed(filter);
  return (
    <Page
      title="History" fill
      lead={pages.total === null ? 'Every decision over all reviews and years.' : `${count(pages.total, 'decision')}${conditions > 0 ? ' that fit' : ' over all reviews and years, and answers to requests'}, in the order of the audit log, the newest first.`}
      actions={tab === 'decisions' && (
        <>
          <Button icon={<FilterRegular />} aria-expanded={narrowing} onClick={() => setNarrowing(!narrowing)}>{conditions > 0 ? `Filter (${conditions})` : 'Filter'}</Button>
          <Button icon={<ArrowDownloadRegular />} disabled={!pages.total} onClick={() => setExporting(true)}>Export…</Button>
        </>
      )}
    >
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)}>
        <Tab value="decisions">Decisions</Tab>
        <Tab value="runs">Runs and months</Tab>
      </TabList>
      {tab === 'runs' && <Runs />}
      {tab === 'decisions' && narrowing && <FilterBar filter={filter} onChange={setFilter} />}
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {tab === 'decisions' && (pages.total === null ? !pages.problem && <Loading label="Reading the history" /> : pages.total === 0 ? (
        <Empty icon={<HistoryRegular />} title={conditions > 0 ? 'No decision fits' : 'Nothing has been decided yet'} text={conditions > 0 ? 'Choose a longer period, or fewer conditions.' : 'Decisions of reviews and answers to requests appear here, and stay.'}>
          {conditions > 0 && <Button onClick={() => setFilter({})}>Show everything</Button>}
        </Empty>
      ) : (
        <Table
          key={JSON.stringify(filter)} label="History" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={56}
          onOpen={(row) => void go({ to: '/dossiers/$about/$id', params: place(row) })}
          columns={[
            { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.at} /> },
            { id: 'who', label: 'Whose access', width: 'minmax(104px, 1.2fr)', show: (row) => <span className={css.two}>{row.principal !== null ? <Link to="/history/person/$principal" params={{ principal: row.principal }} title={row.principalName}>{row.principalName}</Link> : <span title={row.principalName}>{row.principalName || 'An outsider'}</span>}<span title={row.userName}>{[row.userName, row.department].filter(Boolean).join(' · ')}</span></span> },
            { id: 'what', label: 'To', width: 'minmax(104px, 1.3fr)', show: (row) => <span className={css.two}><span title={row.resourceName}>{row.resourceName}</span><span>{entitlementText(row.entitlement)}{row.privileged && ' · privileged'}</span></span> },
            { id: 'decision', label: 'Decision', width: '120px', show: (row) => <span className={css.two}><StateBadge tone={decisionTones[row.decision] ?? 'quiet'}>{decisionWords[row.decision] ?? row.decision}</StateBadge><span>{row.superseded ? 'changed later' : sourceWords[row.source]}</span></span> },
            { id: 'by', label: 'By', width: 'minmax(84px, 1fr)', show: (row) => <span className={css.two}><span title={row.actor}>{row.actor}</span><span title={row.justification}>{row.justification}</span></span> },
            { id: 'where', label: 'In', width: 'minmax(80px, 1fr)', show: (row) => <span className={css.two}><span title={row.reviewName}>{row.kind === 'review' ? row.reviewName : 'Request'}</span><span>{row.kind === 'review' ? `run ${row.instanceNumber}` : `no. ${row.request}`}</span></span> },
          ]}
        />
      ))}
      {exporting && <ExportDialog filter={filter} total={pages.total ?? 0} onClose={() => setExporting(false)} />}
    </Page>
  );
}
