import css from './device.module.css';

/** The words of a key, numbered as they are read out. */
export function Words({ words, label }: { words: string; label: string }) {
  return (
    <ol className={css.words} aria-label={label}>
      {words.split(' ').map((word, at) => <li key={`${at}-${word}`}>{word}</li>)}
    </ol>
  );
}
