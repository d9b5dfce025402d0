/**
 * Key press to next painted frame. A frame ends some time after the second animation frame callback began, so
 * the figure is taken in a task posted from the first callback after the key: that is after the paint.
 */
async function press(key: string, shiftKey = false): Promise<number> {
  const grid = document.querySelector('[data-desk-grid]');
  const start = performance.now();
  grid?.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
  return new Promise((done) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now() - start);
      channel.port2.postMessage(null);
    });
  });
}

const share = (all: number[], part: number) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))] ?? 0;
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

/** Presses keys as a person would, at any moment within a frame, and writes the figures into the title. */
export async function measure(): Promise<void> {
  while (!document.querySelector('[data-item]')) await wait(50);
  await wait(1500);
  const result: Record<string, unknown> = { start: Math.round(performance.now()) };
  const run = async (name: string, key: string, times: number, gap: number) => {
    const all: number[] = [];
    for (let at = 0; at < times; at += 1) {
      all.push(await press(key));
      await wait(gap + Math.random() * 16);
    }
    result[name] = { p50: share(all, 0.5).toFixed(1), p95: share(all, 0.95).toFixed(1), worst: Math.max(...all).toFixed(1) };
  };
  await run('move', 'j', 200, 40);
  await run('decide', 'a', 150, 60);
  await run('decideFast', 'u', 100, 5);
  await run('page', 'PageDown', 60, 40);
  result.nodes = document.querySelectorAll('[data-desk-grid] *').length;
  document.title = `MEASURED ${JSON.stringify(result)}`;
}
