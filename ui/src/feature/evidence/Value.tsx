import { Facts } from '../../shared/page';
import css from './evidence.module.css';
import { fieldText, nameWords } from './section';

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object' && !Array.isArray(value);

/** A text that is JSON itself, such as a certificate as it was stored. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** A pair of a name and a value, as the record writes what has no field of its own. */
function pair(value: unknown): readonly [string, unknown] | null {
  return isObject(value) && typeof value.name === 'string' && 'value' in value && Object.keys(value).length === 2 ? [value.name, value.value] : null;
}

const DEEP = 6;

/** A value of a record, whatever it is: lists as lists, and what has parts with the names of its parts. */
function Value({ name = '', value: given, depth }: { name?: string; value: unknown; depth: number }) {
  const value = opened(given);
  if (depth < DEEP && Array.isArray(value) && value.some((one) => typeof one === 'object')) {
    return <ul className={css.parts}>{value.map((one, place) => <li key={place}><Value value={one} depth={depth + 1} /></li>)}</ul>;
  }
  const two = pair(value);
  if (depth < DEEP && two) return <span className={css.value}><span className="quiet">{two[0]}: </span><Value value={two[1]} depth={depth + 1} /></span>;
  if (depth < DEEP && isObject(value)) {
    return (
      <ul className={css.parts}>
        {Object.entries(value).map(([field, one]) => <li key={field}><span className="quiet">{nameWords(field)}: </span><Value name={field} value={one} depth={depth + 1} /></li>)}
      </ul>
    );
  }
  return <span className={css.value} dir="auto">{fieldText(name, value)}</span>;
}

/** The fields of a part of the record; of a list, each by itself. */
export function Fields({ of }: { of: unknown }) {
  if (Array.isArray(of)) {
    const pairs = of.map(pair);
    if (pairs.every((one) => one !== null)) return <Facts facts={pairs.map(([name, value]) => [name, <Value value={value} depth={0} />] as const)} />;
    return <ol className={css.list}>{of.map((one: unknown, place) => <li key={place}>{isObject(one) ? <Fields of={one} /> : <Value value={one} depth={0} />}</li>)}</ol>;
  }
  if (!isObject(of)) return <Value value={of} depth={0} />;
  return <Facts facts={Object.entries(of).map(([name, value]) => [nameWords(name), <Value name={name} value={value} depth={0} />] as const)} />;
}
