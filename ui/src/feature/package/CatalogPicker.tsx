import { Combobox, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { CatalogRow } from '../../api/operations';
import { useRead } from '../../api/query';
import { count } from '../../shared/number';
import { useSettled } from '../../shared/search';
import picker from '../principal/principal.module.css';

export type PickedCatalog = Pick<CatalogRow, 'catalog' | 'displayName'>;

interface Props { picked: PickedCatalog | null; onPick: (catalog: PickedCatalog | null) => void; label?: string; required?: boolean; error?: string }

const SHOWN = 30;

/** Finds one catalog by its name; without a label it narrows a list, and may be emptied. */
export function CatalogPicker({ picked, onPick, label, required, error }: Props) {
  const [text, setText] = useState<string | null>(null);
  const search = useSettled((text ?? '').trim());
  const found = useRead('catalog.list', { ...(search ? { search } : {}), offset: 0, limit: SHOWN }, { keep: true });
  const current = search === (text ?? '').trim() && !found.isPlaceholderData;
  const rows = current ? found.data?.rows ?? [] : [];
  const more = current ? (found.data?.total ?? 0) - rows.length : 0;
  const box = (
    <Combobox
      aria-label={label ? undefined : 'Catalog'} freeform clearable={!label} listbox={{ className: picker.listbox }} positioning={{ position: 'below', align: 'start', fallbackPositions: ['above-start'], autoSize: 'height', overflowBoundaryPadding: 8 }}
      value={text ?? picked?.displayName ?? ''} selectedOptions={picked ? [String(picked.catalog)] : []} placeholder={label ? 'Search catalogs by name' : 'Every catalog'}
      onChange={(event) => setText(event.target.value)} onBlur={() => setText(null)}
      onOptionSelect={(_, choice) => {
        const row = rows.find((one) => String(one.catalog) === choice.optionValue);
        setText(null);
        if (row) onPick(row);
        else if (!choice.optionValue) onPick(null);
      }}
    >
      {rows.map((row) => <Option key={row.catalog} value={String(row.catalog)} text={row.displayName}><span className="ellipsis">{row.displayName}</span></Option>)}
      {rows.length === 0 && <Option key="none" value="none" text="" disabled>{found.isFetching || !current ? 'Searching…' : 'Nothing found'}</Option>}
      {more > 0 && <Option key="more" value="more" text="" disabled>{`${count(more, 'more match', 'more match')}: type more letters`}</Option>}
    </Combobox>
  );
  return label ? <Field label={label} required={required} validationState={error ? 'error' : 'none'} validationMessage={error}>{box}</Field> : box;
}
