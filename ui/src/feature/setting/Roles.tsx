import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { BindingRow, RoleRow } from '../../api/operations';
import { forgetAll, useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { BindDialog } from './BindDialog';
import { RoleDialog } from './RoleDialog';
import css from './setting.module.css';
import { roleWords, shownWords } from './words';

/** Who administers this store, who audits it, and which account of a computer is whose. */
export function Roles() {
  const mayChange = useStore().actor.administrator;
  const read = useRead('role.list', {});
  const [asking, setAsking] = useState<'role' | 'binding' | null>(null);
  const [ending, setEnding] = useState<RoleRow | null>(null);
  const [freeing, setFreeing] = useState<BindingRow | null>(null);
  const { roles = [], bindings = [] } = read.data ?? {};
  const who = (row: RoleRow) => row.principalName ?? `The account ${row.osAccount ?? ''}`;
  return (
    <>
      <Card title="People and roles" aside={mayChange && <Button onClick={() => setAsking('role')}>Give a role…</Button>}>
        <p className="quiet">An administrator may do everything. A compliance officer reads everything and changes nothing. Nobody is both.</p>
        <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
        {roles.length > 0 && (
          <table className={css.list} aria-label="Roles">
            <thead><tr><th>Who</th><th>Role</th><th>Given</th><th><span className="unseen">Act</span></th></tr></thead>
            <tbody>
              {roles.map((row) => (
                <tr key={row.id}>
                  <td><span className={css.two}><span className="ellipsis" title={who(row)}>{who(row)}</span>{row.principalGone && <span className="quiet">No longer in the directory</span>}</span></td>
                  <td>{roleWords[row.role]}</td>
                  <td><span className={css.two}><Moment at={row.givenAt} day /><span className="ellipsis quiet" title={row.givenBy}>by {row.givenBy}</span></span></td>
                  <td>{mayChange && <Button size="small" aria-label={`End the role of ${who(row)}`} onClick={() => setEnding(row)}>End…</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
      <Card title="Accounts of computers" aside={mayChange && <Button onClick={() => setAsking('binding')}>Bind an account…</Button>}>
        <p className="quiet">Whoever works under a bound account is that person, without a password. Accounts and people that are bound count as one human when two have to sign.</p>
        {bindings.length === 0 ? read.data && <p>No account is bound to anybody yet.</p> : (
          <table className={css.list} aria-label="Bound accounts">
            <thead><tr><th>Account</th><th>Person</th><th>Bound</th><th><span className="unseen">Act</span></th></tr></thead>
            <tbody>
              {bindings.map((row) => (
                <tr key={row.id}>
                  <td><span className="ellipsis mono" title={row.osAccount}>{row.osAccount}</span></td>
                  <td><span className="ellipsis" title={row.principalName}>{row.principalName}</span></td>
                  <td><span className={css.two}><Moment at={row.madeAt} day /><span className="ellipsis quiet" title={row.madeBy}>{shownWords[row.shown] ?? row.shown}</span></span></td>
                  <td>{mayChange && <Button size="small" aria-label={`Free the account ${row.osAccount}`} onClick={() => setFreeing(row)}>Free…</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
      {asking === 'role' && <RoleDialog onClose={() => setAsking(null)} />}
      {asking === 'binding' && <BindDialog onClose={() => setAsking(null)} />}
      {ending && <EndRole row={ending} who={who(ending)} onClose={() => setEnding(null)} />}
      {freeing && <Free row={freeing} onClose={() => setFreeing(null)} />}
    </>
  );
}

function EndRole({ row, who, onClose }: { row: RoleRow; who: string; onClose: () => void }) {
  const end = useWrite('role.end');
  const tell = useTell();
  return (
    <ConfirmDialog title={`End the role of ${who}?`} action="End the role" danger busy={end.isPending} problem={end.error} onClose={onClose}
      onConfirm={() => end.mutate({ id: row.id }, { onSuccess: () => { tell.done('The role has ended.'); onClose(); forgetAll(); } })}>
      {who} is no longer {roleWords[row.role].toLowerCase()} of this store. What they did stays.
    </ConfirmDialog>
  );
}

function Free({ row, onClose }: { row: BindingRow; onClose: () => void }) {
  const free = useWrite('actor.unbind');
  const tell = useTell();
  return (
    <ConfirmDialog title={`Free the account ${row.osAccount}?`} action="Free the account" danger busy={free.isPending} problem={free.error} onClose={onClose}
      onConfirm={() => free.mutate({ id: row.id }, { onSuccess: () => { tell.done('The account is free.'); onClose(); } })}>
      It does not show any more that somebody is {row.principalName}. What was done under it stays.
    </ConfirmDialog>
  );
}
