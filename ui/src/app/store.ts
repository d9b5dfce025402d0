import { createContext, useContext, useState } from 'react';
import type { ActorView, StoreView } from '../api/contract';

/** The desk's clock and this window's are one clock, if they differ by no more than an hour. */
const SAME_TIME = 3_600_000;

/** The open store, with somebody at the desk. */
export type OpenStore = StoreView & { actor: ActorView };

export const StoreContext = createContext<OpenStore | null>(null);

export function useStore(): OpenStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('Screens are shown only while a store is open.');
  return store;
}

/** The store's own time: a practice store may live in another year, where time stands still. */
export function useNow(): Date {
  const told = new Date(useStore().now);
  const [openedAt] = useState(Date.now);
  const standsStill = Math.abs(told.getTime() - openedAt) > SAME_TIME;
  return standsStill ? told : new Date();
}
