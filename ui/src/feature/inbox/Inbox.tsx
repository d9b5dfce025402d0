import { Button } from '@fluentui/react-components';
import { FolderOpenRegular } from '@fluentui/react-icons/svg/folder-open';
import { MailInboxAllRegular } from '@fluentui/react-icons/svg/mail-inbox-all';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { OpenedPacket } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useNow, useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading, PartBar } from '../../shared/progress';
import { Table } from '../../shared/table';
import { CarryPacketDialog } from './CarryDialog';
import { OpenDialog } from './OpenDialog';
import { ReturnDialog } from './ReturnDialog';
import css from './inbox.module.css';
import { state } from './words';

/** Reviews that were sent here as files: decided on without a network, and returned the same way. */
export default function Inbox() {
  const [opening, setOpening] = useState(false);
  const [returning, setReturning] = useState<OpenedPacket | null>(null);
  const [carrying, setCarrying] = useState<OpenedPacket | null>(null);
  const pages = usePages('packet.opened.list', {});
  const now = useNow();
  const { actor } = useStore();
  const go = useNavigate();
  const open = <Button appearance="primary" icon={<FolderOpenRegular />} onClick={() => setOpening(true)}>Open a packet…</Button>;
  const toDesk = (row: OpenedPacket) => void go({ to: '/reviews/$review/items', params: { review: row.review }, search: { instance: row.instance } });
  return (
    <Page title="Packets" fill lead="Your part of a review, sent as a file: decided on here without a network, and returned as a file." actions={pages.total ? open : undefined}>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the packets" /> : pages.total === 0 ? (
        <Empty icon={<MailInboxAllRegular />} title="No packet yet" text="An organization that reviews access sends you a file. Open it here; only this device, or a passphrase you were told, opens it.">{open}</Empty>
      ) : (
        <Table
          label={count(pages.total, 'packet')} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={60} onOpen={toDesk}
          columns={[
            {
              id: 'what', label: 'Review', width: 'minmax(180px, 2fr)', show: (row) => (
                <span className={css.two}>
                  <Link to="/reviews/$review/items" params={{ review: row.review }} search={{ instance: row.instance }} className="ellipsis" title={row.displayName}>{row.displayName}</Link>
                  <span className="quiet ellipsis" title={row.originName}>{row.originName}{row.stageCount > 1 && `, stage ${row.stage} of ${row.stageCount}`}</span>
                </span>
              ),
            },
            ...(actor.administrator ? [{ id: 'who', label: 'Asked', width: 'minmax(100px, 1fr)', show: (row: OpenedPacket) => <span className="ellipsis" title={row.reviewerName}>{row.reviewerName}</span> }] : []),
            {
              id: 'far', label: 'Answered', width: 'minmax(120px, 1fr)', show: (row) => (
                <span className={css.two}>
                  <span className="number">{formatNumber(row.answered)} of {formatNumber(row.items)}</span>
                  <PartBar label="Answered" parts={[{ label: 'Answered', value: row.answered, tone: 'good' }, { label: 'Open', value: row.items - row.answered, tone: 'open' }]} />
                </span>
              ),
            },
            {
              id: 'due', label: 'Due', width: '128px', show: (row) => row.dueAt ? (
                <span className={css.two}><Moment at={row.dueAt} day />{new Date(row.dueAt) < now && <span className={css.late}>has passed</span>}</span>
              ) : <span className="quiet">no day</span>,
            },
            { id: 'state', label: 'Returned', width: 'minmax(140px, 1fr)', show: (row) => { const is = state(row); return <StateBadge tone={is.tone}>{is.word}</StateBadge>; } },
            {
              id: 'do', label: '', width: '184px', align: 'end', show: (row) => actor.principal === row.reviewer && (
                <span className={css.acts}>
                  <Button size="small" disabled={row.answered === 0} title="Carry on from another device" onClick={() => setCarrying(row)}>Carry…</Button>
                  <Button size="small" appearance={row.unreturned > 0 ? 'primary' : 'secondary'} disabled={row.unreturned === 0 && row.returns === 0} onClick={() => setReturning(row)}>Return…</Button>
                </span>
              ),
            },
          ]}
        />
      )}
      {opening && <OpenDialog onClose={() => setOpening(false)} />}
      {carrying && <CarryPacketDialog instance={carrying.instance} onClose={() => setCarrying(null)} />}
      {returning && <ReturnDialog packet={returning} onClose={() => setReturning(null)} />}
    </Page>
  );
}
