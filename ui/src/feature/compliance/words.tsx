import { ArrowSyncCircleRegular } from '@fluentui/react-icons/svg/arrow-sync-circle';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleHintRegular } from '@fluentui/react-icons/svg/circle-hint';
import { DismissCircleRegular } from '@fluentui/react-icons/svg/dismiss-circle';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import type { ReactElement } from 'react';
import type { CoverageCell, CoverageState, FindingKind, FindingSeverity } from '../../api/operations';
import type { Tone } from '../../shared/badge';
import { formatDay } from '../../shared/date';

export const stateWords: Record<CoverageState, { word: string; tone: Tone; icon: ReactElement }> = {
  inTime: { word: 'In time', tone: 'good', icon: <CheckmarkCircleRegular /> },
  notYetDue: { word: 'Not yet due', tone: 'quiet', icon: <CircleHintRegular /> },
  running: { word: 'Running', tone: 'busy', icon: <ArrowSyncCircleRegular /> },
  late: { word: 'Late', tone: 'warn', icon: <WarningRegular /> },
  missing: { word: 'Missing', tone: 'bad', icon: <DismissCircleRegular /> },
};

export const kindWords: Record<FindingKind, string> = {
  periodMissing: 'Period not reviewed', cameBack: 'Access that came back', stillEffective: 'Denied, still effective', disabledHolder: 'Disabled account with access',
  accountLeft: 'Account of a leaver', accountUnowned: 'Account of nobody', accountInDoubt: 'Account in doubt', serviceUnowned: 'Program’s account without owner', groupUnowned: 'Group without owner',
  conflict: 'Open conflict', taskOverdue: 'Task overdue', periodLate: 'Period late', undecided: 'Ended with undecided items', exceptionEnded: 'Exception has ended',
  planWaiting: 'Plan waits for a signature', directoryStale: 'Directory not read for long', syncFailing: 'Directory refuses its schedule', logUnsigned: 'Log without a checkpoint', exceptionEnding: 'Exception ends soon', evidenceMissing: 'No evidence written',
};

export const severityWords: Record<FindingSeverity, { word: string; tone: Tone }> = {
  high: { word: 'High', tone: 'bad' }, medium: { word: 'Medium', tone: 'warn' }, low: { word: 'Low', tone: 'quiet' },
};

const lateText = (cell: CoverageCell) => (cell.daysLate > 0 ? `, ${cell.daysLate} ${cell.daysLate === 1 ? 'day' : 'days'} after the grace` : '');

/** A period in one sentence. */
export const cellText = (cell: CoverageCell) => `${formatDay(cell.startOn)} to ${formatDay(cell.endOn)}, in time until ${formatDay(cell.lastOn)}: ${stateWords[cell.state].word.toLowerCase()}${lateText(cell)}`;

export const cadenceText = (months: number) => ({ 1: 'Every month', 3: 'Every quarter', 6: 'Every half-year', 12: 'Every year' }[months] ?? `Every ${months} months`);
