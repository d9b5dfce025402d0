/**
 * From the key to the painted frame. A frame is painted some time after the animation frame callbacks of it
 * ran, so the end is taken in a task posted from the first callback after the key.
 */
async function press(key: string): Promise<[script: number, painted: number]> {
  const grid = document.querySelector('[data-desk-grid]');
  const start = performance.now();
  grid?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const script = performance.now() - start;
  return new Promise((done) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done([script, performance.now() - start]);
      channel.port2.postMessage(null);
    });
  });
}

const share = (all: number[], part: number) => ([...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))] ?? 0).toFixed(1);
const wait = (ms: number) => new Promise((go) => setTimeout(go, ms));

/** Presses keys at any moment within a frame, as a person would, and writes milliseconds into the title. */
export async function measure(): Promise<void> {
  while (!document.querySelector('[data-item]')) await wait(50);
  const result: Record<string, unknown> = { firstRows: Math.round(performance.now()) };
  await wait(1500);
  const run = async (name: string, key: string, times: number, gap: number) => {
    const painted: number[] = [];
    const scripts: number[] = [];
    for (let at = 0; at < times; at += 1) {
      const [script, paint] = await press(key);
      painted.push(paint);
      scripts.push(script);
      await wait(gap + Math.random() * 16);
    }
    result[name] = { p50: share(painted, 0.5), p95: share(painted, 0.95), script50: share(scripts, 0.5), script95: share(scripts, 0.95) };
  };
  await run('move', 'j', 200, 40);
  await run('decide', 'a', 150, 60);
  await run('decideFast', 'u', 100, 5);
  await run('page', 'PageDown', 60, 40);
  result.nodes = document.querySelectorAll('[data-desk-grid] *').length;
  document.title = `MEASURED ${JSON.stringify(result)}`;
}
