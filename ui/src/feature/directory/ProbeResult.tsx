import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import type { ProbeReport } from '../../api/contract';
import { formatNumber } from '../../shared/number';
import { Facts } from '../../shared/page';
import css from './directory.module.css';

/** What the connection can do, before anything is read. */
export function ProbeResult({ report }: { report: ProbeReport }) {
  return (
    <>
      <Facts
        facts={[
          ['Server', report.server],
          ['Signed in as', <span className="mono">{report.account}</span>],
          ['Naming contexts', <span className="mono">{report.namingContexts.join(', ')}</span>],
          ['Later syncs', report.incremental ? 'Only what changed' : 'Always a full read: the server cannot tell what changed'],
        ]}
      />
      <ul className={css.probe}>
        {report.readable.map((one) => (
          <li key={one.attribute}>
            {one.seen > 0 ? <CheckmarkCircleRegular fontSize={16} color="var(--colorStatusSuccessForeground1)" /> : <WarningRegular fontSize={16} color="var(--colorStatusWarningForeground3)" />}
            <span>{one.attribute}: {one.seen > 0 ? `seen in ${formatNumber(one.seen)} of the first ${formatNumber(one.of)} entries` : 'not seen: the server has none, or this account may not read it'}</span>
          </li>
        ))}
        {report.remarks.map((note) => <li key={note}><WarningRegular fontSize={16} color="var(--colorStatusWarningForeground3)" /><span>{note}</span></li>)}
      </ul>
    </>
  );
}
