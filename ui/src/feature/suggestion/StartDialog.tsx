import { Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import { useRead, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { CatalogPicker, type PickedCatalog } from '../package/CatalogPicker';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './suggestion.module.css';

type Who = 'all' | 'rule' | 'group';
const kinds: [string, string][] = [['group', 'Groups'], ['servicePrincipal', 'Applications'], ['directoryRole', 'Directory roles'], ['azureRole', 'Azure roles']];
const known = ['directory', 'catalog', 'rule', 'group', 'kinds', 'minimumPeople', 'minimumEntitlements', 'tolerance', 'limit'];
const whole = (text: string, least: number) => /^\d{1,6}$/.test(text.trim()) && Number(text) >= least;

/** In what packages are looked for, and which. */
export function StartDialog({ onClose, onStart }: { onClose: () => void; onStart: (job: number) => void }) {
  const { actor } = useStore();
  const directories = useRead('directory.list', {});
  const suggest = useWrite('package.suggest');
  const [directory, setDirectory] = useState<number | null>(null);
  const [catalog, setCatalog] = useState<PickedCatalog | null>(null);
  const [who, setWho] = useState<Who>('all');
  const [rule, setRule] = useState('');
  const [group, setGroup] = useState<Chosen[]>([]);
  const [on, setOn] = useState<string[]>(['group', 'servicePrincipal']);
  const [people, setPeople] = useState('3');
  const [roles, setRoles] = useState('2');
  const [tolerance, setTolerance] = useState('0');
  const [limit, setLimit] = useState('50');
  const readable = (directories.data ?? []).filter((one) => one.snapshot != null);
  const of = directory ?? readable[0]?.directory ?? null;
  const at = (field: string) => (suggest.error?.field === field ? suggest.error.message : undefined);
  const where = catalog !== null || (actor.administrator && of !== null);
  const ready = where && on.length > 0 && whole(people, 1) && whole(roles, 1) && whole(tolerance, 0) && whole(limit, 1)
    && (who !== 'rule' || rule.trim() !== '') && (who !== 'group' || group.length === 1);
  return (
    <ConfirmDialog
      title="Look for packages" action="Look" busy={suggest.isPending || !ready} onClose={onClose}
      problem={suggest.error && known.includes(suggest.error.field ?? '') ? null : suggest.error}
      onConfirm={() => suggest.mutate(
        {
          ...(catalog ? { catalog: catalog.catalog } : { directory: of ?? 0 }), kinds: on,
          ...(who === 'rule' ? { rule: rule.trim() } : {}), ...(who === 'group' && group[0] ? { group: group[0].principal } : {}),
          minimumPeople: Number(people), minimumEntitlements: Number(roles), tolerance: Number(tolerance), limit: Number(limit),
        },
        { onSuccess: ({ job }) => onStart(job) },
      )}
    >
      <div className={css.fields}>
        {catalog === null && actor.administrator && (
          <Field label="Directory" required validationState={at('directory') ? 'error' : 'none'} validationMessage={at('directory')}>
            <Select value={String(of ?? '')} onChange={(_, change) => setDirectory(Number(change.value))}>
              {readable.map((one) => <option key={one.directory} value={String(one.directory)}>{one.name}</option>)}
            </Select>
          </Field>
        )}
        <Field label={actor.administrator ? 'On the resources of' : 'On the resources of a catalog you own'} required={!actor.administrator} validationState={at('catalog') ? 'error' : 'none'} validationMessage={at('catalog')}>
          <CatalogPicker picked={catalog} onPick={setCatalog} />
        </Field>
        <Field label="Of whom">
          <RadioGroup value={who} onChange={(_, change) => setWho(change.value as Who)}>
            <Radio value="all" label="Everybody" /><Radio value="rule" label="Who meets a rule" /><Radio value="group" label="Members of a group" />
          </RadioGroup>
        </Field>
        {who === 'rule' && <TextField label="Membership rule" required mono lines={2} value={rule} onChange={setRule} error={at('rule')} placeholder={'(user.department -eq "Sales")'} />}
        {who === 'group' && <PrincipalPicker label="Group" kind="group" single required chosen={group} onChange={setGroup} error={at('group')} />}
        <div role="group" aria-label="Kinds of resources">
          {kinds.map(([kind, label]) => <Checkbox key={kind} label={label} checked={on.includes(kind)} onChange={(_, change) => setOn(change.checked ? [...on, kind] : on.filter((one) => one !== kind))} />)}
        </div>
        <div className={css.pair}>
          <TextField label="People, at least" type="number" min={1} value={people} onChange={setPeople} error={at('minimumPeople')} />
          <TextField label="Entitlements, at least" type="number" min={1} value={roles} onChange={setRoles} error={at('minimumEntitlements')} />
          <TextField label="Somebody may lack" type="number" min={0} value={tolerance} onChange={setTolerance} error={at('tolerance')} hint="Entitlements; with 0 nobody would gain anything." />
          <TextField label="Packages, at most" type="number" min={1} max={1000} value={limit} onChange={setLimit} error={at('limit')} />
        </div>
      </div>
    </ConfirmDialog>
  );
}
