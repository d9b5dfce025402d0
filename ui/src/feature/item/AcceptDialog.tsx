import { useRead } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { count, formatNumber } from '../../shared/number';
import { Loading } from '../../shared/progress';
import { type Many, useMany } from './useMany';
import { type ItemRow, type Recommendation, mineOf } from './words';

interface Props {
  instance: number;
  actor: number;
  selected: ItemRow[];
  onDone: (result: Many) => void;
  onClose: () => void;
}

/** Takes the recommendations, after saying exactly how many of which. */
export function AcceptDialog({ instance, actor, selected, onDone, onClose }: Props) {
  const accept = useMany(onDone);
  const all = useAdvice(instance, actor);
  const picked = selected.filter((row) => mineOf(row) === 'notReviewed');
  const tally = selected.length > 0
    ? { approve: picked.filter((row) => row.recommendation === 'approve').length, deny: picked.filter((row) => row.recommendation === 'deny').length, noInfoAvailable: picked.filter((row) => row.recommendation === 'noInfoAvailable').length }
    : all.tally;
  const sum = tally ? tally.approve + tally.deny : 0;
  return (
    <ConfirmDialog
      title="Accept recommendations" action={sum === 0 ? 'Nothing to accept' : `Accept ${count(sum, 'recommendation')}`} busy={accept.busy || sum === 0}
      problem={accept.problem ?? all.problem} onClose={onClose}
      onConfirm={() => accept.start(sum + (tally?.noInfoAvailable ?? 0), { instance, items: selected.length > 0 ? picked.map((row) => row.item) : undefined })}
    >
      {!tally ? <Loading label="Counting" /> : (
        <>
          <p>{selected.length > 0 ? `Of the ${count(selected.length, 'selected item')}, ${formatNumber(picked.length)} are undecided.` : 'Of your undecided items:'}</p>
          <ul style={{ listStyle: 'disc', paddingInlineStart: 20, margin: '8px 0', lineHeight: '22px' }}>
            <li><b className="number">{formatNumber(tally.approve)}</b> will be approved</li>
            <li><b className="number">{formatNumber(tally.deny)}</b> will be denied</li>
            <li><b className="number">{formatNumber(tally.noInfoAvailable)}</b> have no recommendation and stay undecided</li>
          </ul>
          <p className="quiet">What you decided already is not changed. The rule is kept as the reason with every decision, and you can change each of them until the review ends.</p>
          {accept.progress}
        </>
      )}
    </ConfirmDialog>
  );
}

function useAdvice(instance: number, actor: number) {
  const filter = (one: Recommendation) => ({ reviewer: actor, decision: ['notReviewed' as const], recommendation: [one] });
  const approve = useRead('item.list', { instance, filter: filter('approve'), offset: 0, limit: 0 });
  const deny = useRead('item.list', { instance, filter: filter('deny'), offset: 0, limit: 0 });
  const none = useRead('item.list', { instance, filter: filter('noInfoAvailable'), offset: 0, limit: 0 });
  const problem = approve.error ?? deny.error ?? none.error;
  if (!approve.data || !deny.data || !none.data) return { tally: null, problem };
  return { tally: { approve: approve.data.total, deny: deny.data.total, noInfoAvailable: none.data.total }, problem };
}
