import type { Due } from './agenda';

const none: Due[] = [];

/** What is due beside reviews. */
export function useOtherDue(_today: string): { ready: boolean; due: Due[] } {
  return { ready: true, due: none };
}
