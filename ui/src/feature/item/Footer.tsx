import { memo, useSyncExternalStore } from 'react';
import { count } from '../../shared/number';
import css from './desk.module.css';
import type { DeskState } from './state';
import { answerWords, answers } from './words';

const keys = { approve: 'A', deny: 'D', dontKnow: 'U' } as const;

/** The acts on the row in focus, each with its key, for hands on the mouse; and whether everything is saved. */
export const Footer = memo(function Footer({ state, open, onDone }: { state: DeskState; open: boolean; onDone: () => void }) {
  const saving = useSyncExternalStore(state.watchSheet, state.getSaving);
  const drafts = useSyncExternalStore(state.watchSheet, state.getDrafts);
  const word = saving > 0 ? `Saving ${count(saving, 'decision')}` : drafts > 0 ? `${count(drafts, 'reason')} without a decision` : open ? 'Everything is saved' : '';
  const act = (run: () => void) => () => { run(); if (!state.reason) onDone(); };
  return (
    <div className={css.footer}>
      {open && answers.map((one) => <button type="button" key={one} onClick={act(() => state.answer(one))}><kbd>{keys[one]}</kbd>{answerWords[one]}</button>)}
      {open && <button type="button" onClick={act(() => state.askReason())}><kbd>R</kbd>Reason</button>}
      {open && <button type="button" onClick={act(() => state.undo())}><kbd>Z</kbd>Take back</button>}
      <span className={css.keys}>
        <span className={css.hint}><kbd>J</kbd><kbd>K</kbd> move</span>
        <span className={css.hint}><kbd>N</kbd> next undecided</span>
        <span className={css.hint}><kbd>?</kbd> all keys</span>
      </span>
      <span className={css.saving} data-busy={saving + drafts > 0}>{word}</span>
    </div>
  );
});
