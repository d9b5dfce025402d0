import { Button, Tab, TabList } from '@fluentui/react-components';
import { PersonClockRegular } from '@fluentui/react-icons/svg/person-clock';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { GuestRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { type Tone, StateBadge } from '../../shared/badge';
import { ageText } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { TextField } from '../../shared/form';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { GovernedList } from '../organization/GovernedList';

const words: Record<string, { word: string; tone: Tone }> = {
  planned: { word: 'To be blocked', tone: 'quiet' }, blocked: { word: 'Blocked', tone: 'warn' }, due: { word: 'Being deleted', tone: 'busy' }, deleted: { word: 'Deleted', tone: 'bad' },
  kept: { word: 'Kept', tone: 'good' }, byHand: { word: 'By hand', tone: 'quiet' },
};
const mayKeep = (row: GuestRow) => row.status === 'planned' || row.status === 'blocked';

/** Guests whom nobody confirmed: blocked, then deleted after 30 days, unless somebody keeps them. */
export default function GuestList() {
  const [tab, setTab] = useState<'leaving' | 'all' | 'governed'>('leaving');
  const pages = usePages('guest.list', tab === 'leaving' ? { revocable: true } : {});
  const [keeping, setKeeping] = useState<GuestRow | null>(null);
  const now = useNow();
  const { actor } = useStore();
  return (
    <Page title="Guests on the way out" fill lead="A denied guest, or one whose last access package has ended, is blocked, and deleted some days later. Until then an administrator can keep them.">
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)}>
        <Tab value="leaving">Can still be kept</Tab>
        <Tab value="all">All</Tab>
        <Tab value="governed">Came by an access package</Tab>
      </TabList>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {tab === 'governed' ? <GovernedList filter={{}} /> : pages.total === null ? !pages.problem && <Loading label="Reading the guests" /> : pages.total === 0 ? (
        <Empty icon={<PersonClockRegular />} title="No guest is on the way out" text="They come from reviews of guests whose denied are blocked and then deleted, and from access packages whose last one has ended." />
      ) : (
        <Table
          key={tab} label="Guests" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48}
          columns={[
            { id: 'who', label: 'Guest', width: 'minmax(140px, 1.5fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.principal }} title={row.userName ?? row.principalName}>{row.principalName}</Link> },
            { id: 'review', label: 'Because of', width: 'minmax(140px, 1.5fr)', show: (row) => row.reviewName === null ? <span className="quiet">Last access package ended</span> : <span title={row.reviewName}>{row.reviewName}</span> },
            { id: 'state', label: 'State', width: '112px', show: (row) => <StateBadge tone={words[row.status]?.tone ?? 'quiet'}>{words[row.status]?.word ?? row.status}</StateBadge> },
            { id: 'blocked', label: 'Blocked', width: '104px', show: (row) => <Moment at={row.blockedAt} day /> },
            { id: 'delete', label: 'Deleted', width: '184px', show: (row) => row.endedAt ? <><Moment at={row.endedAt} day />{row.keptBy && <span className="quiet"> kept by {row.keptBy}</span>}</> : <><Moment at={row.deleteAt} day />{row.deleteAt && <span className="quiet"> {ageText(new Date(row.deleteAt), now)}</span>}</> },
            { id: 'why', label: 'Why kept', width: 'minmax(80px, 1fr)', show: (row) => <span title={row.reason ?? undefined}>{row.reason ?? ''}</span> },
            { id: 'act', label: 'Act', width: '80px', show: (row) => actor.administrator && mayKeep(row) && <Button size="small" onClick={() => setKeeping(row)} aria-label={`Keep ${row.principalName}`}>Keep…</Button> },
          ]}
        />
      )}
      {keeping && <KeepDialog guest={keeping} onClose={() => setKeeping(null)} />}
    </Page>
  );
}

function KeepDialog({ guest, onClose }: { guest: GuestRow; onClose: () => void }) {
  const keep = useWrite('guest.keep');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      title={`Keep ${guest.principalName}?`} action="Keep the guest" busy={keep.isPending || !reason.trim()} problem={keep.error} onClose={onClose}
      onConfirm={() => keep.mutate({ principal: guest.principal, reason: reason.trim() }, {
        onSuccess: ({ task }) => { tell.done('The guest is kept.', task !== null ? 'The sign-in is blocked already; a task lets the guest in again.' : undefined); onClose(); },
      })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>The account is not deleted. The decision to deny the access stands.</p>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
