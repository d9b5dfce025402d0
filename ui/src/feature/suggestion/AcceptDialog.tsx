import { Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { AcceptPolicy, SuggestionView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { CatalogPicker, type PickedCatalog } from '../package/CatalogPicker';
import css from './suggestion.module.css';

const known = ['catalog', 'displayName', 'description'];

interface Props { view: SuggestionView; onClose: () => void; onJob: (job: number | null) => void }

/** Makes an access package of a suggested one; what else is to happen is chosen, never assumed. */
export function AcceptDialog({ view, onClose, onJob }: Props) {
  const accept = useWrite('package.accept');
  const tell = useTell();
  const own = view.run.catalog !== null && view.run.catalogName !== null ? { catalog: view.run.catalog, displayName: view.run.catalogName } : null;
  const [catalog, setCatalog] = useState<PickedCatalog | null>(own);
  const [name, setName] = useState(view.displayName);
  const [description, setDescription] = useState('');
  const [policy, setPolicy] = useState<AcceptPolicy>('direct');
  const [assign, setAssign] = useState(false);
  const [adopts, setAdopts] = useState(false);
  const { rule } = view;
  const at = (field: string) => (accept.error?.field === field ? accept.error.message : undefined);
  return (
    <ConfirmDialog
      title="Make it an access package" action="Make the package" busy={accept.isPending || !catalog || !name.trim()} onClose={onClose}
      problem={accept.error && known.includes(accept.error.field ?? '') ? null : accept.error}
      onConfirm={() => catalog && accept.mutate(
        { suggestion: view.suggestion, catalog: catalog.catalog, displayName: name.trim(), policy, assign, adopts, ...(description.trim() ? { description: description.trim() } : {}) },
        {
          onSuccess: (made) => {
            onJob(made.job);
            onClose();
            const given = made.assigned + made.left;
            tell.done(`“${made.displayName}” is made.`, !assign ? 'Nobody has it yet.' : `${count(given, 'person gets', 'people get')} it without a change in the directory.${made.passedOver > 0 ? ` ${formatNumber(made.passedOver)} were passed over: they do not hold all of it${policy === 'automatic' ? ', or the rule does not choose them' : ''}.` : ''}`);
          },
        },
      )}
    >
      <div className={css.fields}>
        <CatalogPicker label="Catalog" required picked={catalog} onPick={setCatalog} error={at('catalog')} />
        <TextField label="Name" required value={name} onChange={setName} error={at('displayName')} />
        <TextField label="Description" lines={2} value={description} onChange={setDescription} error={at('description')} />
        {rule && (
          <Field label="Who may hold it" hint={policy === 'automatic' ? `${count(rule.matches, 'person meets', 'people meet')} the rule, ${formatNumber(rule.adds)} of them more than these; they are given what they lack.` : undefined}>
            <RadioGroup value={policy} onChange={(_, change) => setPolicy(change.value as AcceptPolicy)}>
              <Radio value="direct" label="Whom somebody gives it directly" /><Radio value="automatic" label="Whom the suggested rule chooses" />
            </RadioGroup>
          </Field>
        )}
        <Checkbox label="Give it to those who hold all of it now" checked={assign} onChange={(_, change) => setAssign(change.checked === true)} />
        <Checkbox label="What they hold is the package’s from then on, and is lost with it" checked={adopts} onChange={(_, change) => setAdopts(change.checked === true)} />
      </div>
    </ConfirmDialog>
  );
}
