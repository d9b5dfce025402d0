import type { Answer, DeskEvent } from './contract';
import type { Host } from './host';
import { toProblem } from './host';

/** Talks to a development server on loopback, so that the screens can be run in any browser. */
export const httpHost: Host = {
  async call(name, input) {
    let response: Response;
    try {
      response = await fetch('/call', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, input }),
      });
    } catch {
      throw toProblem({
        message: 'The development server does not answer.',
        hint: 'Start it with “cargo run -p countersign-app --example serve”.',
      });
    }
    const body: unknown = await response.json();
    if (!response.ok) throw toProblem(body);
    return body as Answer<unknown>;
  },
  async listen(hear) {
    const source = new EventSource('/events');
    source.onmessage = (message: MessageEvent<string>) => hear(JSON.parse(message.data) as DeskEvent);
    return () => source.close();
  },
  chooseFile: null,
};
