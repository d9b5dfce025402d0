import { useEffect } from 'react';
import { call } from '../api/call';
import { forgetAll, useWrite } from '../api/query';

/** The desk hears of touches at most this often; its own clock locks the window. */
const TELL_EVERY = 20_000;
const MINUTE = 60_000;

/** Ctrl+L locks; so does a time without a touch. The desk refuses everything from then on, whatever the page does. */
export function useLock(): { lock: () => void; problem: ReturnType<typeof useWrite<'lock.lock'>>['error']; dismiss: () => void } {
  const { mutate, error, reset } = useWrite('lock.lock');
  useEffect(() => {
    const shut = () => mutate({}, { onSuccess: () => forgetAll() });
    let told = 0;
    let after = 0;
    let idle: ReturnType<typeof setTimeout> | undefined;
    const wind = () => {
      clearTimeout(idle);
      // A little late, so that the desk's own clock has passed and any call finds it locked.
      if (after > 0) idle = setTimeout(() => forgetAll(), after * MINUTE + 1_000);
    };
    const touch = () => {
      const now = Date.now();
      wind();
      if (now - told < TELL_EVERY) return;
      told = now;
      call('lock.touch', {}).then((answer) => { after = answer.value.after; wind(); }, () => forgetAll());
    };
    const key = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'l') {
        event.preventDefault();
        shut();
      } else touch();
    };
    touch();
    window.addEventListener('keydown', key, true);
    window.addEventListener('pointerdown', touch, true);
    window.addEventListener('wheel', touch, { capture: true, passive: true });
    return () => {
      clearTimeout(idle);
      window.removeEventListener('keydown', key, true);
      window.removeEventListener('pointerdown', touch, true);
      window.removeEventListener('wheel', touch, true);
    };
  }, [mutate]);
  return { lock: () => mutate({}, { onSuccess: () => forgetAll() }), problem: error, dismiss: reset };
}
