import type { DeskGroup } from './words';

/** How this person likes their desk; remembered on this machine, and nothing of it is about people. */
export interface DeskSetting {
  /** Where the focus goes when a decision is made. */
  then: 'next' | 'nextUndecided' | 'stay';
  group: DeskGroup;
  pane: boolean;
  /** Pixels. */
  paneWidth: number;
}

const key = 'countersign.desk';
const usual: DeskSetting = { then: 'next', group: 'resource', pane: true, paneWidth: 380 };

export function readSetting(): DeskSetting {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<DeskSetting>;
    return {
      then: found.then === 'nextUndecided' || found.then === 'stay' ? found.then : 'next',
      group: found.group === 'principal' || found.group === null ? found.group : 'resource',
      pane: typeof found.pane === 'boolean' ? found.pane : innerWidth >= 1100,
      paneWidth: clampWidth(Number(found.paneWidth) || usual.paneWidth),
    };
  } catch {
    return usual;
  }
}

export const clampWidth = (width: number): number => Math.round(Math.min(640, Math.max(280, width)));

export function writeSetting(setting: DeskSetting): void {
  try {
    localStorage.setItem(key, JSON.stringify(setting));
  } catch {
    // Without a place to remember it, the setting holds for this window.
  }
}
