import { Button, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { PeopleErrorRegular } from '@fluentui/react-icons/svg/people-error';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { IncompatibleRow, PackageRow, PackageView } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { TextField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import { PackagePicker } from './PackagePicker';
import css from './package.module.css';

/** What nobody may hold together with this package, whichever side it was said of. */
export function ConflictTab({ view }: { view: PackageView }) {
  const pages = usePages('package.incompatible.list', { package: view.package });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<IncompatibleRow | null>(null);
  const may = view.may.includes('editIncompatible');
  const add = may && <Button appearance={pages.total === 0 ? 'primary' : 'secondary'} onClick={() => setAdding(true)}>Add…</Button>;
  return (
    <div className={css.tab}>
      {pages.total !== 0 && <div className={css.head}><span className="quiet">Who holds one of them is not given this package, and the other way round, unless an exception says so.</span>{add}</div>}
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading what does not go together" /> : pages.total === 0 ? (
        <Empty icon={<PeopleErrorRegular />} title="It goes together with everything" text="Say which package or group nobody may hold beside it, so that no one person has both duties.">{add}</Empty>
      ) : (
        <Table
          label={`What does not go with ${view.displayName}`} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52}
          columns={[
            { id: 'other', label: 'Does not go with', width: 'minmax(160px, 1.4fr)', show: (row) => <Other row={row} of={view.package} /> },
            { id: 'why', label: 'Why', width: 'minmax(180px, 2fr)', show: (row) => <span title={row.reason}>{row.reason}</span> },
            { id: 'now', label: 'Hold both now', width: '112px', align: 'end', show: (row) => row.conflictCount > 0 ? <a href="#/conflicts">{formatNumber(row.conflictCount)}</a> : '0' },
            { id: 'added', label: 'Said', width: 'minmax(112px, 0.8fr)', show: (row) => <span className={css.two}><span><Moment at={row.addedAt} day /></span><span className="ellipsis quiet" title={row.addedBy}>by {row.addedBy}</span></span> },
            { id: 'act', label: 'Act', width: '96px', show: (row) => may && <Button size="small" aria-label={`Remove ${row.otherName}`} onClick={() => setRemoving(row)}>Remove…</Button> },
          ]}
        />
      )}
      {adding && <AddDialog view={view} onClose={() => setAdding(false)} />}
      {removing && <RemoveDialog row={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}

/** The other side of the pair: it may have been said of that one. */
function Other({ row, of }: { row: IncompatibleRow; of: number }) {
  const own = row.package === of;
  const id = own ? row.otherPackage : row.package;
  const name = own ? row.otherName : row.packageName;
  return (
    <span className={css.two}>
      {id !== null ? <Link className="ellipsis" to="/packages/$package" params={{ package: id }} title={name}>{name}</Link> : row.group !== null && <Link className="ellipsis" to="/principals/$principal" params={{ principal: row.group }} title={name}>{name}</Link>}
      <span className="quiet">{id === null ? 'Members of the group' : own ? 'Access package' : 'Access package, which says so of this one'}</span>
    </span>
  );
}

function AddDialog({ view, onClose }: { view: PackageView; onClose: () => void }) {
  const add = useWrite('package.incompatible.add');
  const tell = useTell();
  const [kind, setKind] = useState<'package' | 'group'>('package');
  const [other, setOther] = useState<PackageRow | null>(null);
  const [group, setGroup] = useState<Chosen[]>([]);
  const [reason, setReason] = useState('');
  const one = group[0];
  const ready = kind === 'package' ? other !== null : one !== undefined;
  const at = (...fields: string[]) => (add.error?.field && fields.includes(add.error.field) ? add.error.message : undefined);
  return (
    <ConfirmDialog
      title={`What does not go with “${view.displayName}”`} action="Add" busy={add.isPending || !ready || !reason.trim()} problem={at('otherPackage', 'group', 'reason') ? null : add.error} onClose={onClose}
      onConfirm={() => add.mutate({ package: view.package, reason: reason.trim(), ...(kind === 'package' ? { otherPackage: other?.package } : { group: one?.principal }) }, {
        onSuccess: (made) => { tell.done('Nobody is given both from now on.', [made.conflictCount > 0 && `${count(made.conflictCount, 'person holds', 'people hold')} both now.`, ...made.remarks].filter(Boolean).join(' ') || undefined); onClose(); },
      })}
    >
      <div className={css.content}>
        <RadioGroup layout="horizontal" aria-label="What" value={kind} onChange={(_, change) => setKind(change.value as typeof kind)}>
          <Radio value="package" label="An access package" /><Radio value="group" label="A group" />
        </RadioGroup>
        {kind === 'package' ? <PackagePicker label="Package" required picked={other} without={view.package} onPick={setOther} error={at('otherPackage')} /> : <PrincipalPicker label="Group" kind="group" single required chosen={group} onChange={setGroup} error={at('group')} hint="Its members, nested members too." />}
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} error={at('reason')} placeholder="Who makes a payment does not approve it." />
        <Field><span className="quiet">It counts in both directions. Who holds both already is found by the next look for conflicts.</span></Field>
      </div>
    </ConfirmDialog>
  );
}

function RemoveDialog({ row, onClose }: { row: IncompatibleRow; onClose: () => void }) {
  const remove = useWrite('package.incompatible.remove');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog title="Let both be held together?" action="Remove the pair" danger busy={remove.isPending || !reason.trim()} problem={remove.error} onClose={onClose}
      onConfirm={() => remove.mutate({ incompatible: row.incompatible, reason: reason.trim() }, { onSuccess: () => { tell.done('Both may be held together.'); onClose(); } })}>
      <div className={css.content}>
        <p>“{row.packageName}” and “{row.otherName}”. Said {row.reason ? `because: ${row.reason}` : 'before'}</p>
        <TextField label="Why they go together from now on" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
