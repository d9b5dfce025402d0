import { Button, Tab, TabList } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ShieldErrorRegular } from '@fluentui/react-icons/svg/shield-error';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ExceptionState } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { entitlementText } from '../item/words';
import { ProposeDialog } from './ProposeDialog';
import { stateWords } from './words';

const tabs: [ExceptionState | 'all', string][] = [['all', 'All'], ['proposed', 'Wait for approval'], ['approved', 'Approved'], ['expired', 'Expired'], ['revoked', 'Revoked']];

/** Who may keep what against which policy, until when. */
export default function ExceptionList() {
  const [tab, setTab] = useState<ExceptionState | 'all'>('all');
  const [adding, setAdding] = useState(false);
  const pages = usePages('exception.list', tab === 'all' ? {} : { state: tab });
  const go = useNavigate();
  const add = <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>Propose an exception</Button>;
  return (
    <Page title="Policy exceptions" fill lead="Who may keep what against which policy, why, approved by whom, until when. Each stands in every evidence that touches it." actions={pages.total ? add : undefined}>
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)}>
        {tabs.map(([id, label]) => <Tab key={id} value={id}>{label}</Tab>)}
      </TabList>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the register" /> : pages.total === 0 ? (
        <Empty icon={<ShieldErrorRegular />} title={tab === 'all' ? 'No exception yet' : 'None in this state'} text="An exception is proposed by one person, approved by another, and ends on its day.">{add}</Empty>
      ) : (
        <Table
          key={tab} label="Policy exceptions" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48} onOpen={(row) => void go({ to: '/exceptions/$exception', params: { exception: row.exception } })}
          columns={[
            { id: 'who', label: 'Who', width: 'minmax(140px, 1.2fr)', show: (row) => <Link to="/exceptions/$exception" params={{ exception: row.exception }} title={row.principalName}>{row.principalName}</Link> },
            { id: 'what', label: 'May keep', width: 'minmax(160px, 1.5fr)', show: (row) => <span title={row.resourceName}>{row.resourceName} <span className="quiet">{entitlementText(row.entitlement)}</span></span> },
            { id: 'policy', label: 'Against', width: 'minmax(120px, 1.2fr)', show: (row) => <span title={row.policy}>{row.policy}</span> },
            { id: 'state', label: 'State', width: '112px', show: (row) => <StateBadge tone={stateWords[row.state]?.tone ?? 'quiet'}>{stateWords[row.state]?.word ?? row.state}</StateBadge> },
            { id: 'until', label: 'Until', width: '112px', show: (row) => <Moment at={row.untilOn} day /> },
            { id: 'look', label: 'Looked at again', width: '128px', show: (row) => <Moment at={row.reviewOn} day /> },
          ]}
        />
      )}
      {adding && <ProposeDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
