import { Checkbox } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CatalogRow, PackageRow } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { CatalogPicker, type PickedCatalog } from './CatalogPicker';
import css from './package.module.css';

interface Props { catalog?: CatalogRow; of?: PackageRow; onClose: () => void }

/** Makes a package in a catalog, or changes what one is called and who sees it. */
export function PackageDialog({ catalog, of, onClose }: Props) {
  const create = useWrite('package.create');
  const edit = useWrite('package.edit');
  const go = useNavigate();
  const tell = useTell();
  const [place, setPlace] = useState<PickedCatalog | null>(catalog ?? null);
  const [displayName, setDisplayName] = useState(of?.displayName ?? '');
  const [description, setDescription] = useState(of?.description ?? '');
  const [hidden, setHidden] = useState(of?.hidden ?? false);
  const [adopts, setAdopts] = useState(of?.adopts ?? false);
  const write = of ? edit : create;
  const at = (field: string) => (write.error?.field === field ? write.error.message : undefined);
  const known = ['displayName', 'description', ...(catalog || of ? [] : ['catalog'])];
  const values = { displayName: displayName.trim(), description: description.trim(), hidden, adopts };
  function run() {
    if (of) edit.mutate({ package: of.package, ...values }, { onSuccess: () => { tell.done('The package was changed.'); onClose(); } });
    else if (place) {
      create.mutate({ catalog: place.catalog, ...values }, {
        onSuccess: (made) => { tell.done('The package was made.', 'Say what it gives, and who may ask for it.'); void go({ to: '/packages/$package', params: { package: made.package } }); },
      });
    }
  }
  return (
    <ConfirmDialog
      title={of ? 'Change this package' : catalog ? `New package in “${catalog.displayName}”` : 'New access package'} action={of ? 'Save' : 'Make the package'} busy={write.isPending || !displayName.trim() || (!of && !place)}
      problem={write.error && known.includes(write.error.field ?? '') ? null : write.error} onClose={onClose} onConfirm={run}
    >
      <div className={css.content}>
        <TextField label="Name" required autoFocus value={displayName} onChange={setDisplayName} error={at('displayName')} placeholder="Accounts payable clerk" />
        <TextField label="What it is for" lines={3} value={description} onChange={setDescription} error={at('description')} hint="Whoever asks for it reads this." />
        {!of && !catalog && <CatalogPicker label="Catalog" required picked={place} onPick={setPlace} error={at('catalog')} />}
        <div>
          <Checkbox checked={hidden} label="Hidden: asked for by its link only" onChange={(_, change) => setHidden(change.checked === true)} />
          <Checkbox checked={adopts} label="Takes over what a holder had before, and takes it away at the end" onChange={(_, change) => setAdopts(change.checked === true)} />
        </div>
        <p className="quiet">{adopts ? 'Access that a person held before the package is lost with it, as in Microsoft Entra.' : 'Access that a person held before the package stays when the package ends.'}</p>
      </div>
    </ConfirmDialog>
  );
}
