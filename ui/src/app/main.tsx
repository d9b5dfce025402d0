import '@fontsource-variable/inter/index.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { setHost } from '../api/host';
import { followEvents } from '../api/query';
import { App } from './App';

async function chooseHost(): Promise<void> {
  if ('__TAURI_INTERNALS__' in window) {
    setHost((await import('../api/host-tauri')).tauriHost);
  } else {
    setHost((await import('../api/host-http')).httpHost);
  }
}

async function start(): Promise<void> {
  await chooseHost();
  // Not awaited: the first paint does not wait for the first event.
  void followEvents();
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<StrictMode><App /></StrictMode>);
}

void start();
