import type { OfferRow, PackagePolicy, Question, RequestKind } from '../../api/operations';
import type { Tone } from '../../shared/badge';

/** A policy as a packet shows it to whoever may ask under it. */
export interface Terms {
  policy: number;
  version: number;
  name: string;
  description?: string;
  justified?: boolean;
  ownDates?: boolean;
  expiration: PackagePolicy['expiration'];
  stages: number;
  questions?: Question[];
}

/** What a packet says of a package, as the format has it. */
export interface Offer {
  package: number;
  name: string;
  description?: string;
  catalog: string;
  gives?: string[];
  policies?: Terms[];
  held?: { assignment: number; startsAt: string; endsAt?: string; terms?: Terms; extend?: boolean; giveBack?: boolean };
  asked?: { request: number; state: string; createdAt: string };
}

/** What was asked for on this machine. */
export interface Wish {
  kind: RequestKind;
  policy: number | null;
  justification: string;
  answers: { question: string; values: string[] }[];
  startsAt: string | null;
  endsAt: string | null;
}

/** The content of a row; the program that wrote it has checked it. */
export const offerOf = (row: Pick<OfferRow, 'content'>): Offer => row.content as Offer;

export const wishOf = (row: Pick<OfferRow, 'asked'>): Wish | null => (row.asked ?? null) as Wish | null;

type Standing = Pick<OfferRow, 'content' | 'asked' | 'returned' | 'withdrawn' | 'gone'>;

/** How far it is with a package that came in a packet. */
export function offerStanding(row: Standing): { word: string; tone: Tone } {
  const of = offerOf(row);
  if (row.withdrawn) return { word: 'Taken back, to return', tone: 'busy' };
  if (wishOf(row) !== null) return row.returned ? { word: 'Returned', tone: 'good' } : { word: 'To return', tone: 'busy' };
  if (row.gone) return { word: 'Not offered any more', tone: 'quiet' };
  if (of.asked) return { word: 'Asked for', tone: 'busy' };
  return of.held ? { word: 'You have it', tone: 'good' } : { word: 'You may ask', tone: 'quiet' };
}

/** What may be done with it here. */
export function offerActs(row: Standing): (RequestKind | 'withdraw')[] {
  const of = offerOf(row);
  const acts: (RequestKind | 'withdraw')[] = [];
  const written = wishOf(row) !== null;
  if (!row.gone && !of.asked && (!written || !row.returned || row.withdrawn)) {
    if ((of.policies ?? []).length > 0) acts.push('userAdd');
    if (of.held?.extend) acts.push('userUpdate');
    if (of.held?.giveBack) acts.push('userRemove');
  }
  if (written && !row.withdrawn) acts.push('withdraw');
  return acts;
}

const actWords: Partial<Record<RequestKind, string>> = { userAdd: 'Ask', userUpdate: 'Extend', userRemove: 'Give back' };

/** What the button of an act says; what was written and not returned is changed by the same. */
export function actWord(row: Standing, act: RequestKind): string {
  return !row.returned && wishOf(row)?.kind === act ? 'Change' : actWords[act] ?? 'Ask';
}
