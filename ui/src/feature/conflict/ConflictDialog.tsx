import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { ConflictRow } from '../../api/operations';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { isDay } from '../../shared/date';
import { ReturnFocus } from '../../shared/dialog';
import { DayField, TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import css from './conflict.module.css';

/** Both sides with every way they are held by; an exception is proposed here. */
export function ConflictDialog({ row, onClose }: { row: ConflictRow; onClose: () => void }) {
  const { actor } = useStore();
  const [excepting, setExcepting] = useState(false);
  const except = useWrite('conflict.except');
  const go = useNavigate();
  const tell = useTell();
  const [reason, setReason] = useState('');
  const [untilOn, setUntilOn] = useState('');
  const [reviewOn, setReviewOn] = useState('');
  const at = (field: string) => (except.error?.field === field ? except.error.message : undefined);
  const missing = !reason.trim() || !isDay(untilOn) || (reviewOn !== '' && !isDay(reviewOn));
  const propose = () => except.mutate(
    { principal: row.principal, incompatible: row.incompatible, reason: reason.trim(), untilOn, ...(reviewOn ? { reviewOn } : {}) },
    { onSuccess: ({ exception }) => { tell.done('The exception is proposed.', 'Somebody else approves it; until then it covers nothing.'); void go({ to: '/exceptions/$exception', params: { exception } }); } },
  );
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 720 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{row.principalName}: {row.packageName} and {row.otherName}</DialogTitle>
          <DialogContent>
            <div className={css.stack}>
              <p>{row.reason}</p>
              <div className={css.sides}>
                <Side name={row.packageName} ways={row.one} />
                <Side name={row.otherName} ways={row.other} />
              </div>
              <p className="quiet">
                Found <Moment at={row.foundAt} />{row.endedAt && <>, ended <Moment at={row.endedAt} /></>}. <Link to="/principals/$principal" params={{ principal: row.principal }}>Everything {row.principalName} holds</Link>
                {row.exception !== null && <>. <Link to="/exceptions/$exception" params={{ exception: row.exception }}>The exception about it</Link></>}
              </p>
              {excepting && (
                <>
                  <TextField label="Why both may be held" required lines={2} value={reason} onChange={setReason} error={at('reason')} />
                  <DayField label="Until" required value={untilOn} onChange={setUntilOn} error={at('untilOn')} hint="Its last day." />
                  <DayField label="Look at it again on" value={reviewOn} onChange={setReviewOn} error={at('reviewOn')} />
                  <ProblemBanner problem={except.error && ['reason', 'untilOn', 'reviewOn'].includes(except.error.field ?? '') ? null : except.error} />
                </>
              )}
            </div>
          </DialogContent>
          <DialogActions>
            {excepting && <Button appearance="primary" disabled={except.isPending || missing} onClick={propose}>Propose the exception</Button>}
            {!excepting && actor.administrator && row.exception === null && row.endedAt === null && <Button onClick={() => setExcepting(true)}>Propose an exception…</Button>}
            <Button onClick={onClose}>{excepting ? 'Cancel' : 'Close'}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Side({ name, ways }: { name: string; ways: string[] }) {
  return (
    <div className={css.side}>
      <h3>{name}</h3>
      <ul>{ways.map((way) => <li key={way}>{way}</li>)}</ul>
    </div>
  );
}
