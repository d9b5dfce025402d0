import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { InfoRegular } from '@fluentui/react-icons/svg/info';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import type { ProbeReport } from '../../api/contract';
import { formatNumber } from '../../shared/number';
import { Facts } from '../../shared/page';
import css from './directory.module.css';

/** What the columns of files mean has a place of its own, and is said again in the remarks. */
const isColumn = (attribute: string) => attribute.includes('←');

/** Who we are there, what may be read and changed, and what is missing by its name. */
export function ProbeResult({ report }: { report: ProbeReport }) {
  // Reports from before these lists were made have none.
  const writable = report.writable ?? [];
  const missing = report.missing ?? [];
  const told = new Set(missing.map((one) => one.without));
  return (
    <>
      <Facts
        facts={[
          ['Server', report.server],
          ['Signed in as', <span className="mono">{report.account}</span>],
          ['What it holds', <span className="mono">{report.namingContexts.join(', ')}</span>],
          ['Later syncs', report.incremental ? 'Only what changed' : 'Always a full read: the directory cannot tell what changed'],
          ['May change', writable.length > 0 ? writable.join(', ') : 'Nothing: what is denied becomes tasks for people'],
        ]}
      />
      <ul className={css.probe} aria-label="What may be read and what is missing">
        {report.readable.filter((one) => !isColumn(one.attribute)).map((one) => (
          <li key={one.attribute}>
            {one.seen > 0 ? <CheckmarkCircleRegular fontSize={16} color="var(--colorStatusSuccessForeground1)" /> : <WarningRegular fontSize={16} color="var(--colorStatusWarningForeground3)" />}
            <span>{one.attribute}{one.of > 1 || one.seen === 0 ? `: ${one.seen > 0 ? `seen in ${formatNumber(one.seen)} of the first ${formatNumber(one.of)} entries` : 'not seen: there is none, or this account may not read it'}` : ''}</span>
          </li>
        ))}
        {writable.map((one) => <li key={one}><EditRegular fontSize={16} /><span>May change {one}.</span></li>)}
        {missing.map((one) => <li key={one.permission}><DismissCircleRegular fontSize={16} color="var(--colorStatusDangerForeground1)" /><span>Missing: <span className="mono">{one.permission}</span>. {one.without}</span></li>)}
        {report.remarks.filter((note) => !told.has(note)).map((note) => <li key={note}><InfoRegular fontSize={16} /><span>{note}</span></li>)}
      </ul>
    </>
  );
}
