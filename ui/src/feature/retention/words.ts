import type { Held } from '../../api/operations';

export const heldWords: Record<Held, string> = { everything: 'Everything in this store', review: 'A review', package: 'An access package', person: 'A person' };
