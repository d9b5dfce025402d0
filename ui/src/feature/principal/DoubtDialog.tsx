import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { useState } from 'react';
import type { DoubtRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { ReturnFocus } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import css from './principal.module.css';
import { ruleWords } from './words';

/** Whom an account meets; an administrator says which of them is the same person, and why. */
export function DoubtDialog({ row, mayRule, onClose }: { row: DoubtRow; mayRule: boolean; onClose: () => void }) {
  const pages = usePages('correlation.candidate.list', { principal: row.principal });
  const make = useWrite('ruling.make');
  const tell = useTell();
  const [reason, setReason] = useState('');
  const rule = (other: number, same: boolean) => make.mutate({ one: row.principal, other, same, reason: reason.trim() }, {
    onSuccess: () => { tell.done(same ? 'They are one person now.' : 'They are kept apart.'); onClose(); },
  });
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 720 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{`Whose account is ${row.displayName}?`}</DialogTitle>
          <DialogContent className={css.dialog}>
            <p className="quiet">{row.directoryName}. These accounts have the same {(ruleWords[row.rule] ?? row.rule).toLowerCase()}, <span className="mono">{row.value}</span>.</p>
            {mayRule && <TextField label="Why" required value={reason} onChange={setReason} hint="Kept with the ruling, and in the audit log." error={make.error?.field === 'reason' ? make.error.message : undefined} />}
            <ProblemBanner problem={make.error?.field === 'reason' ? null : make.error} />
            <ProblemBanner problem={pages.problem} retry={pages.retry} />
            {pages.total === null ? !pages.problem && <Loading label="Reading the accounts" /> : (
              <Table
                label="Accounts with the same value" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} upTo={6} rowHeight={52}
                columns={[
                  { id: 'who', label: 'Account', width: 'minmax(140px, 1.5fr)', show: (one) => <span className={css.two}><span className="ellipsis" title={one.displayName}>{one.displayName}</span><span className="quiet ellipsis">{one.userName ?? one.mail}</span></span> },
                  { id: 'where', label: 'Directory', width: 'minmax(100px, 1fr)', show: (one) => <span className={css.path}><span className="ellipsis" title={one.directoryName}>{one.directoryName}</span>{one.removed && <StateBadge tone="bad">Gone</StateBadge>}</span> },
                  {
                    id: 'act', label: '', width: mayRule ? '236px' : '8px',
                    show: (one) => mayRule && (
                      <span style={{ display: 'flex', gap: 6 }}>
                        <Button size="small" disabled={!reason.trim() || make.isPending} onClick={() => rule(one.principal, true)} aria-label={`${one.displayName} is the same person`}>Same person</Button>
                        <Button size="small" disabled={!reason.trim() || make.isPending} onClick={() => rule(one.principal, false)} aria-label={`${one.displayName} is not the same person`}>Not the same</Button>
                      </span>
                    ),
                  },
                ]}
              />
            )}
          </DialogContent>
          <DialogActions><Button onClick={onClose}>Close</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
