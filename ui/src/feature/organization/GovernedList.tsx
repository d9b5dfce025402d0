import { Button } from '@fluentui/react-components';
import { PersonClockRegular } from '@fluentui/react-icons/svg/person-clock';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { GovernedRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { TextField } from '../../shared/form';
import { formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import css from './organization.module.css';
import { governedWords } from './words';

interface Props { filter: { organization?: number; status?: string }; upTo?: number }

/** Guests who came by an access package and leave with their last one. */
export function GovernedList({ filter, upTo }: Props) {
  const pages = usePages('guest.governed.list', filter);
  const [releasing, setReleasing] = useState<GovernedRow | null>(null);
  const { actor } = useStore();
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading the guests" />;
  const text = 'Whoever comes by an access package is under these rules, and leaves with the last one.';
  if (pages.total === 0) return upTo ? <p className="quiet">{text}</p> : <Empty icon={<PersonClockRegular />} title="No guest came by an access package" text={text} />;
  return (
    <>
      <Table
        label="Guests under the rules of access packages" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={56} upTo={upTo}
        columns={[
          { id: 'who', label: 'Guest', width: 'minmax(130px, 1.4fr)', show: (row) => <span className={css.two}><Link to="/principals/$principal" params={{ principal: row.principal }} title={row.principalName}>{row.principalName}</Link><span title={row.mail ?? undefined}>{row.mail}</span></span> },
          { id: 'from', label: 'From', width: 'minmax(110px, 1fr)', show: (row) => row.organization !== null ? <Link to="/organizations/$organization" params={{ organization: row.organization }} title={row.organizationName ?? undefined}>{row.organizationName}</Link> : <span className="quiet">No organization</span> },
          { id: 'state', label: 'State', width: '104px', show: (row) => <StateBadge tone={governedWords[row.status]?.tone ?? 'quiet'}>{governedWords[row.status]?.word ?? row.status}</StateBadge> },
          { id: 'has', label: 'Packages', width: '80px', align: 'end', show: (row) => formatNumber(row.packageCount) },
          { id: 'else', label: 'Holds besides', width: 'minmax(110px, 1.2fr)', show: (row) => <span title={row.otherAccess.join('\n')}>{row.otherAccess.join(', ') || <span className="quiet">Nothing</span>}</span> },
          { id: 'leaves', label: 'Deleted', width: '104px', show: (row) => <Moment at={row.deleteAt} day /> },
          { id: 'act', label: 'Act', width: '96px', show: (row) => actor.administrator && row.status === 'present' && <Button size="small" onClick={() => setReleasing(row)} aria-label={`Release ${row.principalName}`}>Release…</Button> },
        ]}
      />
      {releasing && <ReleaseDialog guest={releasing} onClose={() => setReleasing(null)} />}
    </>
  );
}

function ReleaseDialog({ guest, onClose }: { guest: GovernedRow; onClose: () => void }) {
  const govern = useWrite('guest.govern');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title={`Release ${guest.principalName} from these rules?`} action="Release the guest" busy={govern.isPending || !reason.trim()} problem={govern.error} onClose={onClose}
      onConfirm={() => govern.mutate({ principal: guest.principal, governed: false, reason: reason.trim() }, { onSuccess: () => { tell.done('The guest is released.', 'The account stays when the last package ends.'); onClose(); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>The account is not blocked or deleted any more when the last access package ends. Reviews of guests still reach it.</p>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
