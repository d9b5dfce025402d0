import type { InstanceView } from '../../api/contract';

/** The instance that counts first: the one that is going on, one that failed, else the newest. */
export function current(instances: readonly InstanceView[]): InstanceView | undefined {
  return instances.find((one) => one.status === 'InProgress') ?? newest(instances);
}

export const newest = (instances: readonly InstanceView[]): InstanceView | undefined =>
  instances.reduce<InstanceView | undefined>((best, one) => (best && (best.number > one.number || (best.number === one.number && best.instance > one.instance)) ? best : one), undefined);

type Loose = Record<string, unknown>;
const object = (value: unknown): Loose => (typeof value === 'object' && value !== null ? (value as Loose) : {});

/** Do reviewers of later stages see what earlier ones decided? */
export const showsHistory = (definition: unknown): boolean => object(object(definition).settings).decisionHistoriesForReviewersEnabled === true;

/** Does the review come again? */
export const recurs = (definition: unknown): boolean => {
  const { pattern } = object(object(object(definition).settings).recurrence);
  return typeof pattern === 'object' && pattern !== null;
};
