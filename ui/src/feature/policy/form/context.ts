import { createContext, useContext } from 'react';

/** Which package the policy is of, and which policy it is, for what looks ahead. */
export interface PolicyPlace { package: number; policy?: number }

export const PlaceContext = createContext<PolicyPlace | null>(null);

export function usePlace(): PolicyPlace {
  const place = useContext(PlaceContext);
  if (!place) throw new Error('The form of a policy stands on the page of one.');
  return place;
}
