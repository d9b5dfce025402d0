// The reviewer's desk with made-up rows, for looking at it and for measuring it without a back end:
// npm run dev, then /src/feature/item/dev/desk.html?rows=100000#/reviews/1/items
// More to say: wait (ms of a call), status, justification, decided (share), measure.
import '@fontsource-variable/inter/index.css';
import '../../../app/base.css';
import { createRoot } from 'react-dom/client';
import { setHost } from '../../../api/host';
import { App } from '../../../app/App';
import { deskHost } from './host';
import { measure } from './measure';

const query = new URLSearchParams(location.search);
setHost(deskHost({
  rows: Number(query.get('rows') ?? 100_000),
  wait: Number(query.get('wait') ?? 4),
  status: query.get('status') ?? 'InProgress',
  justification: query.get('justification') ?? 'onDenial',
  decided: Number(query.get('decided') ?? 0.1),
}));
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
if (query.has('measure')) void measure();
