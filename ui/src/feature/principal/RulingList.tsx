import { Button } from '@fluentui/react-components';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { RulingRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from './PrincipalPicker';
import css from './principal.module.css';

/** What administrators have said of two accounts; it counts before every rule. */
export function RulingList() {
  const pages = usePages('ruling.list', {});
  const { actor } = useStore();
  const [lifting, setLifting] = useState<RulingRow | null>(null);
  const [adding, setAdding] = useState(false);
  const lift = useWrite('ruling.lift');
  const tell = useTell();
  const add = actor.administrator && <div><Button onClick={() => setAdding(true)}>Make a ruling…</Button></div>;
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the rulings" /> : pages.total === 0 ? (
        <Empty icon={<PeopleTeamRegular />} title="No ruling yet" text="A ruling says that two accounts are one person’s, or are not, where no rule can tell.">{add}</Empty>
      ) : (
        <>
          {add}
          <Table
            label="Rulings" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52}
            columns={[
              { id: 'one', label: 'Account', width: 'minmax(110px, 1.3fr)', show: (row) => <span className={css.two}><span className="ellipsis" title={row.oneName}>{row.oneName}</span><span className="quiet ellipsis">{row.oneDirectory}</span></span> },
              { id: 'same', label: '', width: '120px', show: (row) => <StateBadge tone={row.liftedAt ? 'quiet' : row.same ? 'good' : 'warn'}>{row.same ? 'Same person' : 'Not the same'}</StateBadge> },
              { id: 'other', label: 'Account', width: 'minmax(110px, 1.3fr)', show: (row) => <span className={css.two}><span className="ellipsis" title={row.otherName}>{row.otherName}</span><span className="quiet ellipsis">{row.otherDirectory}</span></span> },
              { id: 'reason', label: 'Why', width: 'minmax(110px, 1.6fr)', show: (row) => <span title={row.reason}>{row.reason}</span> },
              { id: 'by', label: 'Said', width: '112px', show: (row) => <span className={css.two}><Moment at={row.madeAt} day /><span className="quiet ellipsis" title={row.madeBy}>{row.madeBy}</span></span> },
              { id: 'act', label: '', width: '96px', show: (row) => row.liftedAt ? <span className={css.two}><span className="quiet">Lifted</span><span className="quiet"><Moment at={row.liftedAt} day /></span></span> : actor.administrator && <Button size="small" onClick={() => setLifting(row)} aria-label={`Lift the ruling on ${row.oneName} and ${row.otherName}`}>Lift…</Button> },
            ]}
          />
        </>
      )}
      {lifting && (
        <ConfirmDialog
          title="Lift the ruling" action="Lift" busy={lift.isPending} problem={lift.error} onClose={() => setLifting(null)}
          onConfirm={() => lift.mutate({ ruling: lifting.ruling }, { onSuccess: () => { setLifting(null); tell.done('The ruling is lifted.', 'The rules decide again.'); } })}
        >
          The rules decide again whether {lifting.oneName} and {lifting.otherName} are one person. The ruling stays in this list.
        </ConfirmDialog>
      )}
      {adding && <MakeDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function MakeDialog({ onClose }: { onClose: () => void }) {
  const make = useWrite('ruling.make');
  const tell = useTell();
  const [one, setOne] = useState<Chosen[]>([]);
  const [other, setOther] = useState<Chosen[]>([]);
  const [same, setSame] = useState(true);
  const [reason, setReason] = useState('');
  const [first, second] = [one[0], other[0]];
  return (
    <ConfirmDialog
      title="Make a ruling" action={same ? 'They are one person' : 'They are not one person'} problem={make.error} onClose={onClose}
      busy={make.isPending || !first || !second || !reason.trim()}
      onConfirm={() => first && second && make.mutate({ one: first.principal, other: second.principal, same, reason: reason.trim() }, { onSuccess: () => { onClose(); tell.done('The ruling is made.'); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <PrincipalPicker label="Account" kind="user" single required chosen={one} onChange={setOne} />
        <PrincipalPicker label="Other account" kind="user" single required chosen={other} onChange={setOther} />
        <div role="radiogroup" aria-label="What is said of them" style={{ display: 'flex', gap: 16, flexWrap: 'wrap' }}>
          <label><input type="radio" name="same" checked={same} onChange={() => setSame(true)} /> One person’s</label>
          <label><input type="radio" name="same" checked={!same} onChange={() => setSame(false)} /> Not one person’s</label>
        </div>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
