import { Combobox, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { PackageRow } from '../../api/operations';
import { useRead } from '../../api/query';
import { count } from '../../shared/number';
import { useSettled } from '../../shared/search';
import picker from '../principal/principal.module.css';

interface Props { label: string; picked: PackageRow | null; onPick: (one: PackageRow) => void; without?: number; required?: boolean; error?: string }

const SHOWN = 30;

/** Finds one access package by its name. */
export function PackagePicker({ label, picked, onPick, without, required, error }: Props) {
  const [text, setText] = useState<string | null>(null);
  const search = useSettled((text ?? '').trim());
  const found = useRead('package.list', { ...(search ? { search } : {}), offset: 0, limit: SHOWN }, { keep: true });
  const current = search === (text ?? '').trim() && !found.isPlaceholderData;
  const all = current ? found.data?.rows ?? [] : [];
  const rows = all.filter((row) => row.package !== without);
  const more = current ? (found.data?.total ?? 0) - all.length : 0;
  return (
    <Field label={label} required={required} validationState={error ? 'error' : 'none'} validationMessage={error}>
      <Combobox
        freeform listbox={{ className: picker.listbox }} positioning={{ position: 'below', align: 'start', fallbackPositions: ['above-start'], autoSize: 'height', overflowBoundaryPadding: 8 }} placeholder="Search packages by name"
        value={text ?? picked?.displayName ?? ''} selectedOptions={picked ? [String(picked.package)] : []} onChange={(event) => setText(event.target.value)} onBlur={() => setText(null)}
        onOptionSelect={(_, choice) => { const row = rows.find((one) => String(one.package) === choice.optionValue); setText(null); if (row) onPick(row); }}
      >
        {rows.map((row) => <Option key={row.package} value={String(row.package)} text={row.displayName}><span className={picker.option}><span className="ellipsis">{row.displayName}</span><span className="ellipsis quiet">{row.catalogName}</span></span></Option>)}
        {rows.length === 0 && <Option key="none" value="" text="" disabled>{found.isFetching || !current ? 'Searching…' : 'Nothing found'}</Option>}
        {more > 0 && <Option key="more" value="" text="" disabled>{`${count(more, 'more match', 'more match')}: type more letters`}</Option>}
      </Combobox>
    </Field>
  );
}
