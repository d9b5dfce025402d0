import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { GridHandle } from './Grid';
import { actOf } from './keys';
import type { DeskSetting } from './setting';
import type { DeskState } from './state';
import type { DeskGroup } from './words';

interface Props {
  root: RefObject<HTMLDivElement | null>;
  state: DeskState;
  grid: RefObject<GridHandle | null>;
  searchBox: RefObject<HTMLInputElement | null>;
  setting: DeskSetting;
  set: (part: Partial<DeskSetting>) => void;
  ask: (what: 'bulk' | 'help') => void;
  /** A dialog is open. */
  blocked: boolean;
}

const groups: DeskGroup[] = ['resource', 'principal', null];

/**
 * Keys act while the grid has the focus, or nothing has it: single letters that act anywhere would be typed
 * by accident (WCAG 2.1.4).
 */
export function useKeys(props: Props) {
  const { state } = props;
  const latest = useRef(props);
  latest.current = props;

  /** Looks on from a row, over pages that are read on the way, and from the start again. */
  const nextUndecided = useCallback((from: number) => {
    const list = state.list;
    const open = (at: number) => {
      const look = state.look(at);
      return look.row !== undefined && look.decision === 'notReviewed' && !look.own && !look.past;
    };
    void (async () => {
      let slow = false;
      for (let step = 1; step <= list.total; step += 1) {
        const at = (from + step) % list.total;
        if (!list.rowAt(at)) {
          const group = list.groups.find((one) => at >= one.offset && at < one.offset + one.count);
          // A group that is all decided is stepped over unread.
          if (group?.undecided === 0) { step += group.offset + group.count - at - 1; continue; }
          if (!slow) state.say('Looking for the next undecided row.');
          slow = true;
          await list.load(Math.floor(at / 100));
          if (state.list !== list) return;
        }
        if (open(at)) return state.moveTo(at);
      }
      state.say('Nothing is left undecided in this list.');
    })();
  }, [state]);

  useEffect(() => {
    function press(event: KeyboardEvent) {
      const { root, grid, searchBox, setting, set, ask, blocked } = latest.current;
      if (blocked || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      const inGrid = target.closest('[data-desk-grid]') !== null || target === document.body || target.id === 'main';
      if (target === searchBox.current && (event.key === 'Enter' || event.key === 'Escape' || event.key === 'ArrowDown')) {
        event.preventDefault();
        grid.current?.focus();
        return;
      }
      const typing = target.closest('input, textarea, select, [contenteditable]') !== null;
      const act = actOf(event);
      if (!act || typing || target.closest('[role=dialog], [role=menu], [role=listbox]')) return;
      const anywhere = (act.kind === 'search' || act.kind === 'help') && (root.current?.contains(target) ?? false);
      if (!inGrid && !anywhere) return;
      event.preventDefault();
      switch (act.kind) {
        case 'step': {
          const page = grid.current?.page() ?? 10;
          const by = act.by === 'page' ? page : act.by === '-page' ? -page : act.by === 'first' ? -state.list.total : act.by === 'last' ? state.list.total : act.by;
          return state.moveTo(state.active + by, act.extend);
        }
        case 'answer': return event.repeat ? undefined : state.answer(act.decision);
        case 'nextUndecided': return nextUndecided(state.active);
        case 'reason': return state.askReason();
        case 'undo': return state.undo();
        case 'undoHere': return state.activeRow ? state.undo(state.activeRow.item) : undefined;
        case 'select': return state.toggle(state.active);
        case 'bulk': return state.rule.open ? ask('bulk') : undefined;
        case 'search': searchBox.current?.focus(); return searchBox.current?.select();
        case 'group': return set({ group: groups[(groups.indexOf(setting.group) + 1) % groups.length] ?? null });
        case 'pane': return set({ pane: !setting.pane });
        case 'help': return ask('help');
        case 'escape': return state.selected.size > 0 ? state.clearSelection() : state.dismiss();
      }
    }
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [state, nextUndecided]);

  return { nextUndecided };
}
