import { Button, Select, Tab, TabList } from '@fluentui/react-components';
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import type { FindingKind, FindingRow, FindingSeverity } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { kindWords, severityWords } from '../compliance/words';
import { place } from './lead';

const route = getRouteApi('/findings');
const tabs: [FindingSeverity | 'all', string][] = [['all', 'All'], ['high', 'High'], ['medium', 'Medium'], ['low', 'Low']];

/** What stands open, the grave first; each leads to where it is mended. */
export default function FindingList() {
  const { kind, severity } = route.useSearch();
  const go = useNavigate();
  const filter = { ...(kind ? { kind: kind as FindingKind } : {}), ...(severity ? { severity: severity as FindingSeverity } : {}) };
  const pages = usePages('finding.list', filter);
  const counts = useRead('finding.list', { offset: 0, limit: 1 });
  const open = (row: FindingRow) => { const to = place(row); if (to) void go(to); };
  return (
    <Page title="Findings" fill lead={pages.total === null ? undefined : `${count(pages.total, 'finding')}. They are computed from what the store holds, and go when their cause does.`}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 12, alignItems: 'center' }}>
        <TabList selectedValue={severity ?? 'all'} onTabSelect={(_, change) => void go({ to: '/findings', search: change.value === 'all' ? {} : { severity: change.value as string } })}>
          {tabs.map(([id, label]) => <Tab key={id} value={id}>{label}</Tab>)}
        </TabList>
        <Select aria-label="Kind" value={kind ?? ''} onChange={(_, change) => void go({ to: '/findings', search: change.value ? { kind: change.value } : {} })}>
          <option value="">Every kind</option>
          {counts.data?.counts.map((one) => <option key={one.kind} value={one.kind}>{kindWords[one.kind]} ({formatNumber(one.count)})</option>)}
        </Select>
      </div>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Looking for findings" /> : pages.total === 0 ? (
        <Empty icon={<ShieldCheckmarkRegular />} title="Nothing stands open" text="No finding of this kind. What is looked for: periods, denials, tasks, conflicts, exceptions, plans, evidence and directories.">
          {(kind ?? severity) && <Button onClick={() => void go({ to: '/findings', search: {} })}>Show every kind</Button>}
        </Empty>
      ) : (
        <Table
          key={`${kind}-${severity}`} label="Findings" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48} onOpen={open}
          columns={[
            { id: 'severity', label: 'Severity', width: '96px', show: (row) => <StateBadge tone={severityWords[row.severity].tone}>{severityWords[row.severity].word}</StateBadge> },
            { id: 'kind', label: 'Kind', width: 'minmax(130px, 200px)', show: (row) => <span title={kindWords[row.kind]}>{kindWords[row.kind]}</span> },
            { id: 'what', label: 'What', width: 'minmax(220px, 3fr)', show: (row) => { const to = place(row); return to ? <Link {...to} title={row.sentence}>{row.sentence}</Link> : <span title={row.sentence}>{row.sentence}</span>; } },
            { id: 'since', label: 'Since', width: '112px', show: (row) => <Moment at={row.since} day /> },
            { id: 'owner', label: 'Owner', width: 'minmax(90px, 1fr)', show: (row) => row.owner ? <span title={row.owner}>{row.owner}</span> : <span className="quiet">–</span> },
          ]}
        />
      )}
    </Page>
  );
}
