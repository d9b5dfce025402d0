import { Select, Tab, TabList } from '@fluentui/react-components';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { DoubtRow, PersonState } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { Table } from '../../shared/table';
import { CorrelationRules } from './CorrelationRules';
import { DoubtDialog } from './DoubtDialog';
import { RulingList } from './RulingList';
import css from './principal.module.css';
import { doubtWords, ruleWords } from './words';

type View = 'people' | 'doubt' | 'rulings' | 'rules';

/** Which accounts of several directories are one person's, and what nobody but an administrator can say. */
export default function Correlation() {
  const [view, setView] = useState<View>('people');
  const read = useRead('correlation.show', {});
  const doubts = read.data?.inDoubt ?? 0;
  return (
    <Page title="Accounts and people" fill lead="Accounts of several directories that are one person’s, by what they have in common. What could mean two people is listed, and never guessed.">
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      <TabList selectedValue={view} onTabSelect={(_, change) => setView(change.value as View)}>
        <Tab value="people">People</Tab>
        <Tab value="doubt">{doubts > 0 ? `In doubt (${formatNumber(doubts)})` : 'In doubt'}</Tab>
        <Tab value="rulings">Rulings</Tab>
        <Tab value="rules">Rules</Tab>
      </TabList>
      {view === 'people' && <People />}
      {view === 'doubt' && <Doubts />}
      {view === 'rulings' && <RulingList />}
      {view === 'rules' && read.data && <CorrelationRules view={read.data} />}
    </Page>
  );
}

const states: [PersonState, string][] = [['joined', 'With several accounts'], ['unowned', 'Of nobody in the source of people'], ['left', 'Left, with accounts in use']];

function People() {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim());
  const [state, setState] = useState<PersonState>('joined');
  const pages = usePages('person.list', { state, ...(search ? { search } : {}) });
  const go = useNavigate();
  return (
    <>
      <div className={css.filters}>
        <Search value={typed} onChange={setTyped} label="Search by name, account or mail" />
        <Select aria-label="Which people" value={state} onChange={(_, change) => setState(change.value as PersonState)}>
          {states.map(([id, label]) => <option key={id} value={id}>{label}</option>)}
        </Select>
        <span className="quiet number" aria-live="polite">{pages.total !== null && count(pages.total, 'person', 'people')}</span>
      </div>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading people" /> : pages.total === 0 ? (
        <Empty icon={<PeopleTeamRegular />} title={search ? 'Nothing found' : 'Nobody here'} text={search ? `Nobody matches “${search}”.` : state === 'joined' ? 'People with accounts in several directories stand here once two directories were read.' : 'Which directory says who the people are is chosen under Rules.'} />
      ) : (
        <Table
          key={`${state} ${search}`} label="People" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} onOpen={(row) => void go({ to: '/principals/$principal', params: { principal: row.person } })}
          columns={[
            { id: 'name', label: 'Name', width: 'minmax(180px, 2fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.person }} title={row.displayName}>{row.displayName}</Link> },
            { id: 'mail', label: 'Mail', width: 'minmax(150px, 1.5fr)', show: (row) => <span title={row.mail ?? undefined}>{row.mail ?? <span className="quiet">–</span>}</span> },
            { id: 'directories', label: 'Directories', width: 'minmax(160px, 2fr)', show: (row) => <span title={row.directories.join(', ')}>{row.directories.join(', ')}</span> },
            { id: 'accounts', label: 'Accounts', width: '88px', align: 'end', show: (row) => formatNumber(row.accounts) },
            { id: 'state', label: '', width: '104px', show: (row) => (row.removed ? <StateBadge tone="bad">Gone</StateBadge> : row.enabled === false && <StateBadge tone="warn">Disabled</StateBadge>) },
          ]}
        />
      )}
    </>
  );
}

function Doubts() {
  const pages = usePages('correlation.doubt.list', {});
  const { actor } = useStore();
  const [open, setOpen] = useState<DoubtRow | null>(null);
  if (pages.problem) return <ProblemBanner problem={pages.problem} retry={pages.retry} />;
  if (pages.total === null) return <Loading label="Reading what is in doubt" />;
  if (pages.total === 0) return <Empty icon={<PeopleTeamRegular />} title="Nothing is in doubt" text="An account stands here where a rule finds more than one person for it, or more than one account for a person." />;
  return (
    <>
      <Table
        label="Accounts in doubt" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52} onOpen={setOpen}
        columns={[
          { id: 'account', label: 'Account', width: 'minmax(130px, 1.5fr)', show: (row) => <span className={css.two}><button type="button" className={css.link} onClick={() => setOpen(row)} title={row.displayName}>{row.displayName}</button><span className="quiet ellipsis">{row.userName ?? row.mail}</span></span> },
          { id: 'directory', label: 'Directory', width: 'minmax(90px, 1fr)', show: (row) => <span title={row.directoryName}>{row.directoryName}</span> },
          { id: 'rule', label: 'Has in common', width: 'minmax(140px, 1.6fr)', show: (row) => <span className={css.two}><span>{ruleWords[row.rule] ?? row.rule}</span><span className="mono ellipsis" title={row.value}>{row.value}</span></span> },
          { id: 'why', label: 'Why it is in doubt', width: 'minmax(150px, 1.5fr)', show: (row) => <span title={doubtWords[row.doubt]}>{doubtWords[row.doubt] ?? row.doubt}</span> },
          { id: 'count', label: 'With', width: '96px', align: 'end', show: (row) => count(row.candidates, 'account') },
        ]}
      />
      {open && <DoubtDialog row={open} mayRule={actor.administrator} onClose={() => setOpen(null)} />}
    </>
  );
}
