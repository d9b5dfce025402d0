import { Button } from '@fluentui/react-components';
import { SignatureRegular } from '@fluentui/react-icons/svg/signature';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { AcknowledgementRow, Offer } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { count } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { NomineeDialog } from './NomineeDialog';
import { SignDialog } from './SignDialog';
import css from './acknowledgement.module.css';
import { type Of, assuranceWords, kindWords } from './words';

/** Shown at once; of more the number is told. */
const SHOWN = 100;

/** Who signed the result, what may be signed now, and who is named for it. */
export function SignOffCard({ of, review, ended }: { of: Of; review?: number; ended: boolean }) {
  const { actor } = useStore();
  const list = usePages('acknowledgement.list', of);
  const offers = useRead('acknowledgement.offer.list', of);
  const [signing, setSigning] = useState<Offer | null>(null);
  const [withdrawing, setWithdrawing] = useState<AcknowledgementRow | null>(null);
  const [naming, setNaming] = useState(false);
  const rows = Array.from({ length: Math.min(list.total ?? 0, SHOWN) }, (_, at) => list.rowAt(at)).filter((row) => row !== undefined);
  return (
    <Card title="Sign-off" aside={actor.administrator && <Button onClick={() => setNaming(true)}>Who signs…</Button>}>
      <ProblemBanner problem={list.problem ?? offers.error} retry={list.retry} />
      {offers.data && offers.data.length > 0 && (
        <div className={css.offers}>
          {offers.data.map((offer) => (offer.open
            ? <Button key={offer.kind} appearance="primary" icon={<SignatureRegular />} onClick={() => setSigning(offer)}>{kindWords[offer.kind].act}…</Button>
            : <span key={offer.kind} className="quiet"><b>{kindWords[offer.kind].name}:</b> {offer.because}</span>))}
        </div>
      )}
      {list.total === 0 && (
        <p className="quiet">{ended ? 'Nobody has signed this result yet. Reviewers sign off their part, the owner of the control the whole, and management takes note of it.' : 'Reviewers sign off their part once it is decided; the owner of the control and management sign when the review has ended.'}</p>
      )}
      {rows.length > 0 && (
        <ol className={css.acts} aria-label="Signatures">
          {rows.map((row) => (
            <li key={row.acknowledgement}>
              <span className={css.who}>
                <b dir="auto">{row.by}</b><span className="quiet" dir="auto">{row.role}</span>
                {row.withdrawnAt ? <StateBadge tone="quiet">Withdrawn</StateBadge> : row.current ? <StateBadge tone="good">Signed</StateBadge> : <StateBadge tone="warn">Signed before the last change</StateBadge>}
              </span>
              {!row.withdrawnAt && (row.principal === actor.principal || actor.administrator) && <Button size="small" appearance="subtle" onClick={() => setWithdrawing(row)}>Withdraw…</Button>}
              <p className={css.statement} dir="auto">{row.statement}</p>
              {row.withdrawnAt && <p className={css.statement} dir="auto"><b>Withdrawn</b> <Moment at={row.withdrawnAt} /> by {row.withdrawnBy}: {row.withdrawnBecause}</p>}
              <span className={css.small}>{kindWords[row.kind].name}, <Moment at={row.at} />, {assuranceWords[row.assurance] ?? row.assurance}, on {row.device}, log entry {row.entry}, fingerprint <span className="mono" title={row.digest}>{row.digest.slice(0, 16)}…</span></span>
            </li>
          ))}
        </ol>
      )}
      {(list.total ?? 0) > SHOWN && <p className="quiet">The first {SHOWN} of {count(list.total ?? 0, 'signature')}; the evidence has them all.</p>}
      {signing && <SignDialog of={of} offer={signing} onClose={() => setSigning(null)} />}
      {withdrawing && <WithdrawDialog row={withdrawing} onClose={() => setWithdrawing(null)} />}
      {naming && <NomineeDialog target={review !== undefined ? { review } : of} onClose={() => setNaming(false)} />}
    </Card>
  );
}

function WithdrawDialog({ row, onClose }: { row: AcknowledgementRow; onClose: () => void }) {
  const withdraw = useWrite('acknowledgement.withdraw');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title="Withdraw this signature?" action="Withdraw" danger busy={withdraw.isPending || !reason.trim()} problem={withdraw.error} onClose={onClose}
      onConfirm={() => withdraw.mutate({ acknowledgement: row.acknowledgement, reason: reason.trim() }, { onSuccess: () => { tell.done('The signature is withdrawn.'); onClose(); } })}
    >
      <div className={css.form}>
        <p>{row.by} signed as {row.role}. The signature stays in the record, with who withdrew it and why.</p>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
