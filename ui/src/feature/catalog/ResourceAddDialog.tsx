import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { PrincipalKind } from '../../api/contract';
import type { CatalogView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import type { CallProblem } from '../../api/contract';
import { ConfirmDialog } from '../../shared/dialog';
import { count } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './catalog.module.css';
import { kindWords } from './words';

/** Adds what the packages may give; says beforehand what a person will have to do. */
export function ResourceAddDialog({ catalog, onClose }: { catalog: CatalogView; onClose: () => void }) {
  const add = useWrite('catalog.resource.add');
  const tell = useTell();
  const [kind, setKind] = useState<PrincipalKind>('group');
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const [running, setRunning] = useState(false);
  const kinds: PrincipalKind[] = catalog.may.includes('addDirectoryRole') ? ['group', 'servicePrincipal', 'directoryRole', 'azureRole'] : ['group', 'servicePrincipal'];
  async function run() {
    setRunning(true);
    setProblem(null);
    let left = chosen;
    try {
      // One by one: what was added stays added, and what was refused stays chosen.
      for (const one of chosen) {
        await add.mutateAsync({ catalog: catalog.catalog, resource: one.principal });
        left = left.filter((other) => other !== one);
      }
      tell.done(`${count(chosen.length, 'resource')} added to “${catalog.displayName}”.`);
      onClose();
    } catch (thrown) {
      setChosen(left);
      setProblem(thrown as CallProblem);
    } finally {
      setRunning(false);
    }
  }
  return (
    <ConfirmDialog title="Add resources" action={chosen.length > 1 ? `Add ${chosen.length} resources` : 'Add'} busy={running || chosen.length === 0} problem={problem} onClose={onClose} onConfirm={() => void run()}>
      <div className={css.content}>
        <Field label="Kind">
          <Select value={kind} onChange={(_, change) => setKind(change.value as PrincipalKind)}>
            {kinds.map((one) => <option key={one} value={one}>{kindWords[one]}</option>)}
          </Select>
        </Field>
        <PrincipalPicker key={kind} label="Resources" kind={kind} required chosen={chosen} onChange={(next) => { setChosen(next); setProblem(null); }} hint={`Of ${catalog.directoryName}.`} />
        {chosen.length > 0 && (
          <ul className={css.hand} aria-label="How they are given">
            {chosen.map((one) => <Way key={one.principal} catalog={catalog.catalog} one={one} />)}
          </ul>
        )}
      </div>
    </ConfirmDialog>
  );
}

/** How one resource will be given, said before it is added. */
function Way({ catalog, one }: { catalog: number; one: Chosen }) {
  const foreseen = useRead('catalog.resource.foresee', { catalog, resource: one.principal });
  const said = foreseen.error?.message ?? (foreseen.data ? (foreseen.data.refused ?? foreseen.data.sentence ?? 'Given and taken from here, by a plan.') : 'Looking…');
  return <li><b>{one.displayName}</b> <span className="quiet">{said}</span></li>;
}
