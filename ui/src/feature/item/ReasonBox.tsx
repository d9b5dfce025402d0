import { Button } from '@fluentui/react-components';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import css from './grid.module.css';
import type { DeskState, ReasonQuestion } from './state';
import { answerWords } from './words';

/** The longest reason the desk takes, in characters. */
const LONGEST = 4000;

interface Props { state: DeskState; asked: ReasonQuestion; top: number; above: boolean }

/** Asks for the reason beside its row. Enter saves: that is what most people press. */
export function ReasonBox({ state, asked, top, above }: Props) {
  const [text, setText] = useState(asked.text);
  const [missing, setMissing] = useState(false);
  const [at, setAt] = useState(-1);
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const offered = state.reasonsGiven;
  const required = asked.decision !== null && state.needs(asked.decision);

  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.select();
    return () => document.querySelector<HTMLElement>('[data-desk-grid]')?.focus({ preventScroll: true });
  }, []);

  function save() {
    if (required && text.trim() === '') {
      setMissing(true);
      box.current?.focus();
    } else {
      state.takeReason(text);
    }
  }

  function press(event: KeyboardEvent) {
    // Letters in here are letters, not acts of the desk.
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      state.closeReason();
    } else if (event.target === box.current && event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      save();
    } else if (event.target === box.current && (event.key === 'ArrowUp' || event.key === 'ArrowDown') && (text === '' || text === offered[at])) {
      const next = at + (event.key === 'ArrowUp' ? 1 : -1);
      if (next < -1 || next >= offered.length) return;
      event.preventDefault();
      setAt(next);
      setText(offered[next] ?? '');
    }
  }

  return (
    <div
      role="dialog" aria-labelledby={`${id}-title`} className={css.reasonBox} data-above={above} style={{ top }}
      onKeyDown={press} onClick={(event) => event.stopPropagation()}
    >
      <label id={`${id}-title`} htmlFor={id} className={css.reasonTitle}>
        {asked.decision ? <b>{answerWords[asked.decision]}:</b> : <b>Reason for</b>} <bdi>{asked.row.principalName}</bdi>, <bdi>{asked.row.resourceName}</bdi>
      </label>
      <textarea
        ref={box} id={id} dir="auto" rows={3} maxLength={LONGEST} value={text} required={required} aria-invalid={missing} aria-describedby={`${id}-hint`}
        onChange={(event) => { setText(event.target.value); setMissing(false); setAt(-1); }}
      />
      <div id={`${id}-hint`} className={css.reasonHint} data-missing={missing} role={missing ? 'alert' : undefined}>
        {missing ? 'This review asks for a reason with this decision.'
          : asked.decision ? 'Enter saves, Shift+Enter starts a line, Esc cancels.'
          : 'Nothing is decided yet: the reason is saved together with your decision.'}
      </div>
      {offered.length > 0 && text === '' && (
        <div className={css.offered} aria-label="Reasons given before">
          {offered.slice(0, 4).map((one) => (
            <button type="button" key={one} className={css.offer} title={one} onClick={() => { setText(one); box.current?.focus(); }}><bdi>{one}</bdi></button>
          ))}
        </div>
      )}
      <div className={css.reasonActions}>
        <Button size="small" appearance="primary" onClick={save}>{asked.decision ? `${answerWords[asked.decision]} with this reason` : 'Keep the reason'}</Button>
        <Button size="small" onClick={() => state.closeReason()}>Cancel</Button>
      </div>
    </div>
  );
}
