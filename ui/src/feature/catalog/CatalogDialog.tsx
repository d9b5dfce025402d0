import { Checkbox, Field, Select } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CatalogRow } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import css from './catalog.module.css';

/** Makes a catalog, or changes what one is called and who may ask. */
export function CatalogDialog({ catalog, onClose }: { catalog?: CatalogRow; onClose: () => void }) {
  const create = useWrite('catalog.create');
  const edit = useWrite('catalog.edit');
  const directories = useRead('directory.list', {}, { enabled: catalog === undefined });
  const go = useNavigate();
  const tell = useTell();
  const [displayName, setDisplayName] = useState(catalog?.displayName ?? '');
  const [description, setDescription] = useState(catalog?.description ?? '');
  const [published, setPublished] = useState(catalog?.published ?? true);
  const [external, setExternal] = useState(catalog?.external ?? false);
  const [directory, setDirectory] = useState('');
  const all = directories.data ?? [];
  const several = catalog === undefined && all.length > 1;
  const write = catalog ? edit : create;
  const at = (field: string) => (write.error?.field === field ? write.error.message : undefined);
  const known = ['displayName', 'description', 'directory'];
  const values = { displayName: displayName.trim(), description: description.trim(), published, external };
  function run() {
    if (catalog) edit.mutate({ catalog: catalog.catalog, ...values }, { onSuccess: () => { tell.done('The catalog was changed.'); onClose(); } });
    else {
      create.mutate({ ...values, ...(directory ? { directory: Number(directory) } : {}) }, {
        onSuccess: (made) => { tell.done('The catalog was made.', 'Add the resources that its packages are to give.'); void go({ to: '/catalogs/$catalog', params: { catalog: made.catalog } }); },
      });
    }
  }
  return (
    <ConfirmDialog
      title={catalog ? 'Change this catalog' : 'New catalog'} action={catalog ? 'Save' : 'Make the catalog'} busy={write.isPending || !displayName.trim() || (several && !directory)}
      problem={write.error && known.includes(write.error.field ?? '') ? null : write.error} onClose={onClose} onConfirm={run}
    >
      <div className={css.content}>
        <TextField label="Name" required autoFocus value={displayName} onChange={setDisplayName} error={at('displayName')} placeholder="Finance" />
        <TextField label="What it is for" lines={2} value={description} onChange={setDescription} error={at('description')} />
        {several && (
          <Field label="Directory" required hint="All resources of a catalog are of one directory; this does not change later." validationState={at('directory') ? 'error' : 'none'} validationMessage={at('directory')}>
            <Select value={directory} onChange={(_, change) => setDirectory(change.value)}>
              <option value="">Choose…</option>
              {all.map((one) => <option key={one.directory} value={one.directory}>{one.name}</option>)}
            </Select>
          </Field>
        )}
        <div>
          <Checkbox checked={published} label="Published: what is in it can be asked for" onChange={(_, change) => setPublished(change.checked === true)} />
          <Checkbox checked={external} label="People of connected organizations may ask, too" onChange={(_, change) => setExternal(change.checked === true)} />
        </div>
        {catalog && !published && catalog.published && <p className="quiet">Nobody can ask for its packages any more. Who holds one keeps it.</p>}
      </div>
    </ConfirmDialog>
  );
}
