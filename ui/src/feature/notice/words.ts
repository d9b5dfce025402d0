import type { Tone } from '../../shared/badge';

export const kindWords: Record<string, string> = {
  started: 'Review started', reminder: 'Half-time reminder', manualReminder: 'Reminder', stageStarted: 'Stage started', completed: 'Review ended', reassigned: 'Items handed over', taskOpened: 'Task opened',
  approvalAsked: 'Approval asked for', approvalEscalated: 'Approval passed on', approvalReminder: 'Approval reminder', approverMissing: 'Nobody to approve',
  requestApproved: 'Request approved', requestDenied: 'Request denied', requestExpired: 'Request expired', accessDelivered: 'Access given', accessEnding: 'Access ends soon', accessEnded: 'Access ended',
};

export const stateWords: Record<string, { word: string; tone: Tone }> = {
  queued: { word: 'Waits to be sent', tone: 'busy' }, sending: { word: 'Maybe sent', tone: 'warn' }, sent: { word: 'Sent', tone: 'good' }, drafted: { word: 'Written as a draft', tone: 'good' },
  refused: { word: 'Refused', tone: 'bad' }, skipped: { word: 'Not sent', tone: 'warn' },
};
