import type { Place } from '../../api/operations';
import type { Tone } from '../../shared/badge';

export const outWords: Record<string, { word: string; tone: Tone }> = {
  waiting: { word: 'Waits to be sent', tone: 'warn' }, sent: { word: 'Sent', tone: 'busy' }, acknowledged: { word: 'Received', tone: 'good' }, withdrawn: { word: 'Taken back', tone: 'quiet' },
};

export const inWords: Record<string, { word: string; tone: Tone }> = {
  waiting: { word: 'Not whole yet', tone: 'busy' }, arrived: { word: 'To be opened', tone: 'warn' }, taken: { word: 'Taken in', tone: 'good' }, refused: { word: 'Not for this store', tone: 'bad' },
};

export const kindWords: Record<string, string> = {
  packet: 'Packet', answer: 'Answers', carried: 'Own answers', enrolment: 'Enrolment', introduction: 'Introduction', request: 'Request', approvals: 'Approvals', approval: 'Approval answers', log: 'Log', handOver: 'Hand-over', file: 'File',
};

export type PlaceKind = Place['kind'];

export const placeWords: Record<PlaceKind, { word: string; hint: string; secret: string | null }> = {
  folder: { word: 'A folder', hint: 'On a stick, a file server, or kept in step by OneDrive, SharePoint or the like.', secret: null },
  webDav: { word: 'WebDAV', hint: 'A folder of a web server, such as Nextcloud or a file server has.', secret: 'Password' },
  s3: { word: 'S3', hint: 'A bucket of Amazon, or of a server that speaks like it.', secret: 'Secret access key' },
  azureBlob: { word: 'Azure Blob', hint: 'A container of a storage account.', secret: 'Account key or shared access signature' },
};
