import { Button, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CatalogRole, CatalogView, DelegationRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './catalog.module.css';
import { givenRoles, kindWords, roleWords } from './words';

/** Who governs the catalog, and since when. */
export function DelegationTab({ catalog }: { catalog: CatalogView }) {
  const pages = usePages('delegation.list', { catalog: catalog.catalog });
  const [giving, setGiving] = useState(false);
  const [ending, setEnding] = useState<DelegationRow | null>(null);
  const mayOwn = catalog.may.includes('addOwner');
  const mayAppoint = catalog.may.includes('appointRole');
  const add = (mayOwn || mayAppoint) && <Button appearance="primary" onClick={() => setGiving(true)}>Give a role…</Button>;
  return (
    <div className={css.tab}>
      {add && pages.total !== 0 && <div className={css.head}><span className="quiet">A group’s members have its role, nested members too.</span>{add}</div>}
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the roles" /> : pages.total === 0 ? (
        <Empty icon={<PeopleTeamRegular />} title="Only administrators govern this catalog" text="Give people or groups a role, and they govern it without being administrators.">{add}</Empty>
      ) : (
        <Table
          label={`Roles in ${catalog.displayName}`} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52}
          columns={[
            { id: 'who', label: 'Who', width: 'minmax(160px, 1.5fr)', show: (row) => <span className={css.two}><Link className="ellipsis" to="/principals/$principal" params={{ principal: row.principal }} title={row.principalName}>{row.principalName}</Link><span className="quiet">{row.principalGone ? 'No longer in the directory' : kindWords[row.principalKind] ?? row.principalKind}</span></span> },
            { id: 'role', label: 'Role', width: 'minmax(220px, 2fr)', show: (row) => <span className={css.two}><span>{roleWords[row.role].word}</span><span className="ellipsis quiet" title={roleWords[row.role].may}>{roleWords[row.role].may}</span></span> },
            { id: 'given', label: 'Given', width: 'minmax(140px, 1fr)', show: (row) => <span className={css.two}><span><Moment at={row.givenAt} day /></span><span className="ellipsis quiet" title={row.givenBy}>by {row.givenBy}</span></span> },
            { id: 'act', label: 'Act', width: '80px', show: (row) => (row.role === 'owner' ? mayOwn : mayAppoint) && <Button size="small" aria-label={`End the role of ${row.principalName}`} onClick={() => setEnding(row)}>End…</Button> },
          ]}
        />
      )}
      {giving && <GiveDialog catalog={catalog} roles={givenRoles.filter((role) => (role === 'owner' ? mayOwn : mayAppoint))} onClose={() => setGiving(false)} />}
      {ending && <EndDialog row={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

function GiveDialog({ catalog, roles, onClose }: { catalog: CatalogView; roles: CatalogRole[]; onClose: () => void }) {
  const give = useWrite('delegation.give');
  const tell = useTell();
  const [role, setRole] = useState<CatalogRole>(roles.includes('accessPackageManager') ? 'accessPackageManager' : (roles[0] ?? 'reader'));
  const [kind, setKind] = useState<'user' | 'group'>('user');
  const [who, setWho] = useState<Chosen[]>([]);
  const one = who[0];
  const ofWho = give.error?.field === 'principal' ? give.error.message : undefined;
  return (
    <ConfirmDialog
      title="Give a role" action="Give the role" busy={give.isPending || !one} problem={ofWho ? null : give.error} onClose={onClose}
      onConfirm={() => one && give.mutate({ role, catalog: catalog.catalog, principal: one.principal }, { onSuccess: () => { tell.done(`${one.displayName} is ${roleWords[role].word.toLowerCase()} of “${catalog.displayName}”.`); onClose(); } })}
    >
      <div className={css.content}>
        <RadioGroup layout="horizontal" aria-label="To whom" value={kind} onChange={(_, change) => { setKind(change.value as typeof kind); setWho([]); }}>
          <Radio value="user" label="A person" /><Radio value="group" label="The members of a group" />
        </RadioGroup>
        <PrincipalPicker key={kind} label={kind === 'user' ? 'Person' : 'Group'} kind={kind} single required chosen={who} onChange={setWho} error={ofWho} />
        <Field label="Role" hint={roleWords[role].may}>
          <Select value={role} onChange={(_, change) => setRole(change.value as CatalogRole)}>
            {roles.map((each) => <option key={each} value={each}>{roleWords[each].word}</option>)}
          </Select>
        </Field>
      </div>
    </ConfirmDialog>
  );
}

function EndDialog({ row, onClose }: { row: DelegationRow; onClose: () => void }) {
  const end = useWrite('delegation.end');
  const tell = useTell();
  return (
    <ConfirmDialog title={`End the role of ${row.principalName}?`} action="End the role" danger busy={end.isPending} problem={end.error} onClose={onClose}
      onConfirm={() => end.mutate({ delegation: row.delegation }, { onSuccess: () => { tell.done('The role has ended.'); onClose(); } })}>
      {row.principalName} is no longer {roleWords[row.role].word.toLowerCase()} of “{row.catalogName}”. What they did stays.
    </ConfirmDialog>
  );
}
