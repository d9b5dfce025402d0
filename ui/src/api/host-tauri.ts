// The only file that knows the desktop shell.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { open, save } from '@tauri-apps/plugin-dialog';
import type { Answer, DeskEvent } from './contract';
import type { FileQuestion, Host } from './host';
import { toProblem } from './host';

async function chooseFile(question: FileQuestion): Promise<string | null> {
  const shared = { title: question.title, defaultPath: question.suggested, filters: question.filters };
  if (question.mode === 'save') return save(shared);
  const chosen = await open({ ...shared, directory: question.mode === 'folder', multiple: false });
  return typeof chosen === 'string' ? chosen : null;
}

export const tauriHost: Host = {
  async call(name, input) {
    try {
      return await invoke<Answer<unknown>>('call', { name, input });
    } catch (thrown) {
      throw toProblem(thrown);
    }
  },
  listen: (hear) => listen<DeskEvent>('desk', (event) => hear(event.payload)),
  chooseFile,
};
