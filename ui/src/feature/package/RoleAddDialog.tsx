import { Combobox, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { PackageView, ResourceLine } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { count } from '../../shared/number';
import { useSettled } from '../../shared/search';
import { useTell } from '../../shared/toast';
import { kindWords } from '../catalog/words';
import picker from '../principal/principal.module.css';
import { Foreseen } from './Foreseen';
import css from './package.module.css';
import { roleWord } from './words';

const SHOWN = 30;

/** Adds a role on a resource of the catalog; says first whom it would reach. */
export function RoleAddDialog({ view, onClose }: { view: PackageView; onClose: () => void }) {
  const add = useWrite('package.role.add');
  const tell = useTell();
  const [resource, setResource] = useState<ResourceLine | null>(null);
  const [entitlement, setEntitlement] = useState('');
  const shown = useRead('catalog.resource.show', { catalog: view.catalog, resource: resource?.resource ?? 0 }, { enabled: resource !== null });
  const known = shown.data?.entitlements ?? [];
  const role = entitlement.trim() || (known[0] ?? '');
  const has = view.roles.some((one) => one.resource === resource?.resource && one.entitlement === role);
  const at = (field: string) => (add.error?.field === field ? add.error.message : undefined);
  return (
    <ConfirmDialog
      title="Add a role" action="Add the role" busy={add.isPending || !resource || !role || has} problem={add.error && ['resource', 'entitlement'].includes(add.error.field ?? '') ? null : add.error} onClose={onClose}
      onConfirm={() => resource && add.mutate({ package: view.package, resource: resource.resource, entitlement: role }, {
        onSuccess: () => { tell.done(`The package gives ${roleWord(role)} of “${resource.displayName}”.`, view.assignmentCount > 0 ? 'It is delivered to who holds the package by the next plan.' : undefined); onClose(); },
      })}
    >
      <div className={css.content}>
        <ResourceChoice catalog={view.catalog} chosen={resource} onChoose={(one) => { setResource(one); setEntitlement(''); add.reset(); }} error={at('resource')} />
        {resource && (
          <Field label="Role" required validationState={at('entitlement') || has ? 'error' : 'none'} validationMessage={at('entitlement') ?? (has ? 'The package gives this already.' : undefined)} hint={resource.kind === 'servicePrincipal' ? 'As the application names it; one that nobody holds yet is typed.' : undefined}>
            <Combobox freeform={resource.kind === 'servicePrincipal'} value={entitlement || (role ? roleWord(role) : '')} selectedOptions={[role]} onChange={(event) => setEntitlement(event.target.value)} onOptionSelect={(_, choice) => choice.optionValue && setEntitlement(choice.optionValue)}>
              {known.map((one) => <Option key={one} value={one} text={roleWord(one)}>{roleWord(one)}</Option>)}
            </Combobox>
          </Field>
        )}
        {resource && role && !has && <Foreseen package={view.package} add={[{ resource: resource.resource, entitlement: role }]} />}
      </div>
    </ConfirmDialog>
  );
}

function ResourceChoice({ catalog, chosen, onChoose, error }: { catalog: number; chosen: ResourceLine | null; onChoose: (one: ResourceLine) => void; error?: string }) {
  const [text, setText] = useState<string | null>(null);
  const search = useSettled((text ?? '').trim());
  const found = useRead('catalog.resource.list', { catalog, ...(search ? { search } : {}), offset: 0, limit: SHOWN }, { keep: true });
  const current = search === (text ?? '').trim() && !found.isPlaceholderData;
  const rows = current ? found.data?.rows ?? [] : [];
  const more = current ? (found.data?.total ?? 0) - rows.length : 0;
  return (
    <Field label="Resource of the catalog" required validationState={error ? 'error' : 'none'} validationMessage={error}>
      <Combobox
        freeform listbox={{ className: picker.listbox }} positioning={{ position: 'below', align: 'start', fallbackPositions: ['above-start'], autoSize: 'height', overflowBoundaryPadding: 8 }} placeholder="Search the resources of the catalog"
        value={text ?? chosen?.displayName ?? ''} selectedOptions={chosen ? [String(chosen.resource)] : []} onChange={(event) => setText(event.target.value)} onBlur={() => setText(null)}
        onOptionSelect={(_, choice) => { const row = rows.find((one) => String(one.resource) === choice.optionValue); setText(null); if (row) onChoose(row); }}
      >
        {rows.map((row) => (
          <Option key={row.resource} value={String(row.resource)} text={row.displayName} disabled={row.gone}>
            <span className={picker.option}><span className="ellipsis">{row.displayName}</span><span className="ellipsis quiet">{[kindWords[row.kind] ?? row.kind, row.gone ? 'no longer in the directory' : row.sentence ? 'by hand' : 'from here', row.privileged && 'privileged'].filter(Boolean).join(' · ')}</span></span>
          </Option>
        ))}
        {rows.length === 0 && <Option key="none" value="" text="" disabled>{found.isFetching || !current ? 'Searching…' : 'Nothing found. Add it to the catalog first.'}</Option>}
        {more > 0 && <Option key="more" value="" text="" disabled>{`${count(more, 'more match', 'more match')}: type more letters`}</Option>}
      </Combobox>
    </Field>
  );
}
