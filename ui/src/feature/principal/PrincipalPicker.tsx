import { Combobox, Field, Option } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useState } from 'react';
import type { PrincipalKind, PrincipalRow } from '../../api/contract';
import { useRead } from '../../api/query';
import { count } from '../../shared/number';
import { useSettled } from '../../shared/search';
import css from './principal.module.css';

export type Chosen = Pick<PrincipalRow, 'principal' | 'key' | 'displayName' | 'userName'>;

interface Props {
  label: string;
  kind: PrincipalKind;
  chosen: Chosen[];
  onChange: (chosen: Chosen[]) => void;
  /** One at the most: choosing another replaces it. */
  single?: boolean;
  required?: boolean;
  hint?: string;
  error?: string | null;
}

const searched: Record<PrincipalKind, string> = {
  user: 'people by name, account or mail', group: 'groups by name', servicePrincipal: 'applications by name', directoryRole: 'directory roles by name', azureRole: 'Azure roles by name',
};

const SHOWN = 30;

/** Finds people, groups, applications or roles by name in the last snapshot; what is not shown is counted. */
export function PrincipalPicker({ label, kind, chosen, onChange, single = false, required, hint, error }: Props) {
  const [text, setText] = useState('');
  const search = useSettled(text.trim());
  const found = useRead('principal.list', { search, kind, offset: 0, limit: SHOWN }, { keep: true });
  // Who was found for the first letters is not offered while the rest is looked up: a quick hand would take the wrong one.
  const current = search === text.trim() && !found.isPlaceholderData;
  const rows = current ? found.data?.rows ?? [] : [];
  const more = current ? (found.data?.total ?? 0) - rows.length : 0;
  const remove = (id: number) => onChange(chosen.filter((one) => one.principal !== id));
  return (
    <div className={css.picker}>
      <Field label={label} required={required} hint={hint} validationState={error ? 'error' : 'none'} validationMessage={error ?? undefined}>
        <Combobox
          freeform multiselect={!single} listbox={{ className: css.listbox }} positioning={{ position: 'below', align: 'start', fallbackPositions: ['above-start'], autoSize: 'height', overflowBoundaryPadding: 8 }} value={text} selectedOptions={chosen.map((one) => String(one.principal))}
          placeholder={`Search ${searched[kind]}`}
          onChange={(event) => setText(event.target.value)}
          onOptionSelect={(_, choice) => {
            const row = rows.find((one) => String(one.principal) === choice.optionValue);
            if (!row) return;
            if (chosen.some((one) => one.principal === row.principal)) remove(row.principal);
            else onChange(single ? [row] : [...chosen, row]);
            setText('');
          }}
        >
          {rows.map((row) => (
            <Option key={row.principal} value={String(row.principal)} text={row.displayName}>
              <span className={css.option}>
                <span className="ellipsis">{row.displayName}</span>
                <span className="ellipsis quiet">{kind !== 'user' ? row.memberCount !== null && count(row.memberCount, kind === 'group' ? 'member' : 'assignment') : [row.userName, row.department, row.enabled === false && 'disabled'].filter(Boolean).join(' · ')}</span>
              </span>
            </Option>
          ))}
          {rows.length === 0 && <Option key="none" value="" text="" disabled>{found.isFetching || !current ? 'Searching…' : 'Nothing found'}</Option>}
          {more > 0 && <Option key="more" value="" text="" disabled>{`${count(more, 'more match', 'more match')}: type more letters`}</Option>}
        </Combobox>
      </Field>
      {chosen.length > 0 && (
        <ul className={css.chips} aria-label={`Chosen: ${label}`}>
          {chosen.map((one) => (
            <li key={one.principal < 0 ? one.key : one.principal} className={css.chip}>
              <span className="ellipsis" title={one.displayName}>{one.displayName}{one.userName && <span className="quiet"> {one.userName}</span>}</span>
              <button type="button" aria-label={`Remove ${one.displayName}`} onClick={() => onChange(chosen.filter((other) => other !== one))}><DismissRegular fontSize={12} /></button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
