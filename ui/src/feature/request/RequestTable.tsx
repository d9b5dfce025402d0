import { Link, useNavigate } from '@tanstack/react-router';
import type { RequestRow } from '../../api/operations';
import type { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Table } from '../../shared/table';
import css from './request.module.css';
import { kindWords, standingText, stateWords, whoText } from './words';

interface Props { label: string; pages: Pick<ReturnType<typeof usePages<'request.list'>>, 'rowAt' | 'onRange'>; total: number; own?: boolean }

/** Requests, the newest first; without who asked where it is always the same person. */
export function RequestTable({ label, pages, total, own = false }: Props) {
  const go = useNavigate();
  const to = (row: RequestRow) => ({ to: '/requests/$request', params: { request: row.request } }) as const;
  return (
    <Table
      label={label} total={total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={56} onOpen={(row) => void go(to(row))}
      columns={[
        { id: 'what', label: 'Access package', width: 'minmax(160px, 1.6fr)', show: (row) => <span className={css.two}><Link {...to(row)} title={row.packageName}>{row.packageName}</Link><span>{kindWords[row.kind]}</span></span> },
        { id: 'who', label: own ? 'For' : 'Who', width: 'minmax(130px, 1.3fr)', show: (row) => <span title={whoText(row)}>{whoText(row)}</span> },
        { id: 'why', label: 'Why', width: 'minmax(120px, 1.5fr)', show: (row) => <span title={row.justification || undefined} dir="auto">{row.justification}</span> },
        { id: 'state', label: 'State', width: '160px', show: (row) => <span className={css.two}><StateBadge tone={stateWords[row.state].tone}>{stateWords[row.state].word}</StateBadge>{standingText(row) && <span>{standingText(row)}</span>}</span> },
        { id: 'made', label: 'Made', width: '112px', show: (row) => <Moment at={row.createdAt} day /> },
        { id: 'until', label: 'Until', width: '112px', show: (row) => <Moment at={row.endsAt} day /> },
      ]}
    />
  );
}
