/** What a key does at the desk. The help overlay shows exactly this list. */
export const keyMap = [
  { part: 'Move', keys: ['J', '↓'], text: 'Next row' },
  { part: 'Move', keys: ['K', '↑'], text: 'Previous row' },
  { part: 'Move', keys: ['N'], text: 'Next undecided row' },
  { part: 'Move', keys: ['Page Up', 'Page Down'], text: 'A screen up or down' },
  { part: 'Move', keys: ['Home', 'End'], text: 'First or last row' },
  { part: 'Decide', keys: ['A'], text: 'Approve' },
  { part: 'Decide', keys: ['D'], text: 'Deny' },
  { part: 'Decide', keys: ['U'], text: 'Don’t know' },
  { part: 'Decide', keys: ['R'], text: 'Write or change the reason' },
  { part: 'Decide', keys: ['Z'], text: 'Take back the last decision made here' },
  { part: 'Decide', keys: ['Shift', 'Z'], text: 'Take back the decision on this row' },
  { part: 'In the reason', keys: ['Enter'], text: 'Save' },
  { part: 'In the reason', keys: ['Shift', 'Enter'], text: 'New line' },
  { part: 'In the reason', keys: ['↑', '↓'], text: 'Earlier reasons, while nothing is written' },
  { part: 'In the reason', keys: ['Esc'], text: 'Cancel' },
  { part: 'Select', keys: ['X', 'Space'], text: 'Select this row or let it go' },
  { part: 'Select', keys: ['Shift', '↑ ↓'], text: 'Extend the selection' },
  { part: 'Select', keys: ['B'], text: 'Decide on the selection, or on the whole list' },
  { part: 'Select', keys: ['Esc'], text: 'Let the selection go' },
  { part: 'See', keys: ['/'], text: 'Search' },
  { part: 'See', keys: ['G'], text: 'Group by resource, person, or not at all' },
  { part: 'See', keys: ['I'], text: 'Show or hide the details' },
  { part: 'See', keys: ['?'], text: 'This list of keys' },
] as const;

export type KeyAct =
  | { kind: 'step'; by: number | 'page' | '-page' | 'first' | 'last'; extend: boolean }
  | { kind: 'answer'; decision: 'approve' | 'deny' | 'dontKnow' }
  | { kind: 'nextUndecided' | 'reason' | 'undo' | 'undoHere' | 'select' | 'bulk' | 'search' | 'group' | 'pane' | 'help' | 'escape' };

/** The act of a key press, or null where the key belongs to somebody else. */
export function actOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>): KeyAct | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const extend = event.shiftKey;
  switch (event.key) {
    case 'ArrowDown': return { kind: 'step', by: 1, extend };
    case 'ArrowUp': return { kind: 'step', by: -1, extend };
    case 'PageDown': return { kind: 'step', by: 'page', extend };
    case 'PageUp': return { kind: 'step', by: '-page', extend };
    case 'Home': return { kind: 'step', by: 'first', extend };
    case 'End': return { kind: 'step', by: 'last', extend };
    case ' ': return { kind: 'select' };
    case '/': return { kind: 'search' };
    case '?': return { kind: 'help' };
    case 'Escape': return { kind: 'escape' };
  }
  switch (event.key.toLowerCase()) {
    case 'j': return { kind: 'step', by: 1, extend };
    case 'k': return { kind: 'step', by: -1, extend };
    case 'z': return { kind: extend ? 'undoHere' : 'undo' };
  }
  // With Shift held, the other letters are left to whoever else listens.
  if (extend) return null;
  switch (event.key.toLowerCase()) {
    case 'n': return { kind: 'nextUndecided' };
    case 'a': return { kind: 'answer', decision: 'approve' };
    case 'd': return { kind: 'answer', decision: 'deny' };
    case 'u': return { kind: 'answer', decision: 'dontKnow' };
    case 'r': return { kind: 'reason' };
    case 'x': return { kind: 'select' };
    case 'b': return { kind: 'bulk' };
    case 'g': return { kind: 'group' };
    case 'i': return { kind: 'pane' };
    default: return null;
  }
}
