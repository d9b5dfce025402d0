import type { Host } from '../api/host';
export function fakeHost(): Host {
  return { call: async () => ({ value: null, touched: [], seen: [] }), listen: async () => () => {}, chooseFile: null };
}
