import { SearchBox } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

/** A text that settles before anything is asked of the store. */
export function useSettled<Value>(value: Value, after = 180): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after);
    return () => clearTimeout(timer);
  }, [value, after]);
  return settled;
}

export function Search({ value, onChange, label }: { value: string; onChange: (text: string) => void; label: string }) {
  return <SearchBox value={value} placeholder={label} aria-label={label} onChange={(_, change) => onChange(change.value)} style={{ width: 320, maxWidth: '100%' }} />;
}
