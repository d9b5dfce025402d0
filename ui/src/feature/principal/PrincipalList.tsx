import { Avatar } from '@fluentui/react-components';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PrincipalRow } from '../../api/contract';
import { usePages } from '../../api/pages';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { type Column, Table } from '../../shared/table';
import css from './principal.module.css';

const name: Column<PrincipalRow> = {
  id: 'name', label: 'Name', width: 'minmax(200px, 2fr)',
  show: (row) => (
    <span className={css.name}>
      <Avatar name={row.displayName} size={28} shape={row.kind === 'group' ? 'square' : 'circular'} color="colorful" aria-hidden />
      <span className="ellipsis" title={row.displayName}>{row.displayName}</span>
    </span>
  ),
};

const text = (id: string, label: string, width: string, of: (row: PrincipalRow) => string | null): Column<PrincipalRow> => ({
  id, label, width, show: (row) => <span title={of(row) ?? undefined}>{of(row) ?? <span className="quiet">–</span>}</span>,
});

const state: Column<PrincipalRow> = {
  id: 'state', label: 'Account', width: '148px',
  show: (row) => (
    <span style={{ display: 'flex', gap: 4 }}>
      {row.userType === 'guest' && <StateBadge tone="busy">Guest</StateBadge>}
      {row.enabled === false && <StateBadge tone="warn">Disabled</StateBadge>}
    </span>
  ),
};

const people = [
  name, text('account', 'User name', 'minmax(120px, 1fr)', (row) => row.userName), text('mail', 'Mail', 'minmax(160px, 1.5fr)', (row) => row.mail),
  text('department', 'Department', 'minmax(120px, 1fr)', (row) => row.department), state,
];
const groups: Column<PrincipalRow>[] = [
  name, text('dn', 'Distinguished name', 'minmax(240px, 3fr)', (row) => row.dn),
  { id: 'members', label: 'Direct members', width: '120px', align: 'end', show: (row) => formatNumber(row.memberCount ?? 0) },
];

export function People() {
  return <List kind="user" title="People" columns={people} one="person" many="people" icon={<PersonRegular />} />;
}

export function Groups() {
  return <List kind="group" title="Groups" columns={groups} one="group" many="groups" icon={<PeopleTeamRegular />} />;
}

interface ListProps { kind: string; title: string; columns: Column<PrincipalRow>[]; one: string; many: string; icon: React.ReactNode }

function List({ kind, title, columns, one, many, icon }: ListProps) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim());
  const pages = usePages('principal.list', { search, kind });
  const go = useNavigate();
  return (
    <Page title={title} fill lead={`The ${many} of the last snapshot.`}>
      <div className={css.filters}>
        <Search value={typed} onChange={setTyped} label={`Search ${many} by name, account or mail`} />
        <span className="quiet number" aria-live="polite">{pages.total !== null && count(pages.total, one, many)}</span>
      </div>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label={`Reading ${many}`} /> : pages.total === 0 ? (
        <Empty icon={icon} title={search ? 'Nothing found' : `No ${many} yet`} text={search ? `No ${one} matches “${search}”.` : 'They come with the first sync of a directory.'} />
      ) : (
        <Table key={search} label={title} columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} onOpen={(row) => void go({ to: '/principals/$principal', params: { principal: row.principal } })} />
      )}
    </Page>
  );
}
