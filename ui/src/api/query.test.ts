import { beforeEach, expect, test, vi } from 'vitest';
import { setHost } from './host';
import { queryClient, readFresh, touched } from './query';

const call = vi.fn();
beforeEach(() => {
  call.mockReset();
  queryClient.clear();
  setHost({ call, listen: async () => () => {}, chooseFile: null });
});

const answer = (value: unknown, seen: string[]) => ({ value, touched: [], seen });

test('a read that a write overtook is read again', async () => {
  call.mockImplementationOnce(async () => {
    await touched(['item']);
    return answer('old', ['item']);
  });
  call.mockResolvedValueOnce(answer('new', ['item']));
  expect((await readFresh('job.list', {})).value).toBe('new');
  expect(call).toHaveBeenCalledTimes(2);
});

test('a read that rests on other tables is left alone', async () => {
  call.mockImplementationOnce(async () => {
    await touched(['audit']);
    return answer('fine', ['item']);
  });
  expect((await readFresh('job.list', {})).value).toBe('fine');
  expect(call).toHaveBeenCalledTimes(1);
});

test('a write makes old exactly the answers that saw its tables', async () => {
  queryClient.setQueryData(['review.list', {}], answer([], ['review', 'item']));
  queryClient.setQueryData(['principal.list', {}], answer([], ['principal']));
  await touched(['item', 'decision_event']);
  expect(queryClient.getQueryState(['review.list', {}])?.isInvalidated).toBe(true);
  expect(queryClient.getQueryState(['principal.list', {}])?.isInvalidated).toBe(false);
});
