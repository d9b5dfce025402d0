import { Button, Tab, TabList } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { BuildingMultipleRegular } from '@fluentui/react-icons/svg/building-multiple';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { Table } from '../../shared/table';
import { OrganizationDialog } from './OrganizationDialog';
import { sourcesText, stateWords } from './words';

/** Whose people may ask from outside, and who vouches for them. */
export default function OrganizationList() {
  const { actor } = useStore();
  const [state, setState] = useState<'all' | 'configured' | 'proposed'>('all');
  const [text, setText] = useState('');
  const [adding, setAdding] = useState(false);
  const search = useSettled(text.trim());
  const pages = usePages('organization.list', { ...(state === 'all' ? {} : { state }), ...(search ? { search } : {}) });
  const go = useNavigate();
  const plain = state === 'all' && !search;
  const add = actor.administrator && <Button appearance="primary" icon={<AddRegular />} onClick={() => setAdding(true)}>Connect an organization</Button>;
  return (
    <Page title="Connected organizations" fill lead="Organizations whose people may ask for access packages, known by their mail domains, with the sponsors who vouch for them." actions={(pages.total || !plain) ? add : undefined}>
      <Search value={text} onChange={setText} label="Search by name or domain" />
      <TabList selectedValue={state} onTabSelect={(_, change) => setState(change.value as typeof state)}>
        <Tab value="all">All</Tab>
        <Tab value="configured">Configured</Tab>
        <Tab value="proposed">Proposed</Tab>
      </TabList>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the organizations" /> : pages.total === 0 ? (
        <Empty icon={<BuildingMultipleRegular />} title={plain ? 'No organization is connected' : 'None matches'} text={plain ? 'People from outside can ask once their organization is connected and a policy names it.' : 'Search for another word, or look at all.'}>{plain && add}</Empty>
      ) : (
        <Table
          key={state} label="Connected organizations" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48} onOpen={(row) => void go({ to: '/organizations/$organization', params: { organization: row.organization } })}
          columns={[
            { id: 'name', label: 'Organization', width: 'minmax(140px, 1.4fr)', show: (row) => <Link to="/organizations/$organization" params={{ organization: row.organization }} title={row.displayName}>{row.displayName}</Link> },
            { id: 'known', label: 'Known by', width: 'minmax(140px, 1.6fr)', show: (row) => <span title={sourcesText(row.sources)}>{sourcesText(row.sources)}</span> },
            { id: 'state', label: 'State', width: '112px', show: (row) => <StateBadge tone={stateWords[row.state]?.tone ?? 'quiet'}>{stateWords[row.state]?.word ?? row.state}</StateBadge> },
            { id: 'sponsors', label: 'Sponsors', width: '80px', align: 'end', show: (row) => formatNumber(row.sponsorCount) },
            { id: 'guests', label: 'Guests', width: '72px', align: 'end', show: (row) => formatNumber(row.guestCount) },
            { id: 'changed', label: 'Changed', width: '104px', show: (row) => <Moment at={row.changedAt} day /> },
          ]}
        />
      )}
      {adding && <OrganizationDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
