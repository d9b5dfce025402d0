const whole = new Intl.NumberFormat();
const share = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });

export const formatNumber = (value: number): string => whole.format(value);

/** “3 groups”, “1 group”. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}

/** Never “100 %” while one is missing, never “0 %” when one is there. */
export function formatShare(part: number, total: number): string {
  if (total === 0) return share.format(0);
  const rounded = Math.round((part / total) * 100);
  if (part < total && rounded >= 100) return share.format(0.99);
  if (part > 0 && rounded === 0) return share.format(0.01);
  return share.format(rounded / 100);
}

export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: units[step], unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
}
