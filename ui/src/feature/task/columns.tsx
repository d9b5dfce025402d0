import type { ReactNode } from 'react';
import type { TaskRow } from '../../api/contract';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import type { Column } from '../../shared/table';
import css from './task.module.css';
import { statusWords } from './words';

const two = (first: string, second: ReactNode) => <span className={css.two} title={first}><span>{first}</span><span>{second}</span></span>;

/** The columns of every list of tasks; the acts only for whoever may do one. */
export function columns(now: Date, acts: ((row: TaskRow) => ReactNode) | null): Column<TaskRow>[] {
  return [
    { id: 'who', label: 'Person', width: 'minmax(130px, 1.2fr)', show: (row) => two(row.principalName, row.reviewName ?? 'Policy exception') },
    { id: 'what', label: 'Access', width: 'minmax(130px, 1.2fr)', show: (row) => two(row.resourceName, row.cutName === row.resourceName ? row.entitlement : `in ${row.cutName}`) },
    { id: 'why', label: 'Why by hand', width: 'minmax(140px, 1.6fr)', show: (row) => <span title={row.reason}>{row.reason}</span> },
    { id: 'owner', label: 'Owner', width: 'minmax(90px, 0.8fr)', show: (row) => <span title={row.owner}>{row.owner}</span> },
    {
      id: 'due', label: 'State', width: '168px',
      show: (row) => {
        const late = row.closedAt === null && new Date(row.dueOn) < now;
        return (
          <span className={css.state}>
            <StateBadge tone={late && row.status === 'open' ? 'warn' : (statusWords[row.status]?.tone ?? 'quiet')}>{late && row.status === 'open' ? 'Late' : (statusWords[row.status]?.word ?? row.status)}</StateBadge>
            <Moment at={row.closedAt ?? row.reopenedAt ?? row.dueOn} day />
          </span>
        );
      },
    },
    ...(acts ? [{ id: 'act', label: 'Act', width: '184px', show: acts }] : []),
  ];
}
