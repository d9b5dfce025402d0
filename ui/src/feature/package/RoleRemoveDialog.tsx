import type { PackageRoleLine, PackageView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { useTell } from '../../shared/toast';
import { Foreseen } from './Foreseen';
import css from './package.module.css';
import { roleWord } from './words';

/** Takes a role out of the package; says first who loses it, and who keeps it and why. */
export function RoleRemoveDialog({ view, role, onClose }: { view: PackageView; role: PackageRoleLine; onClose: () => void }) {
  const remove = useWrite('package.role.remove');
  const tell = useTell();
  const { resource, entitlement } = role;
  return (
    <ConfirmDialog
      title={`Take out ${roleWord(entitlement)} of “${role.resourceName}”?`} action="Take it out" danger busy={remove.isPending} problem={remove.error} onClose={onClose}
      onConfirm={() => remove.mutate({ package: view.package, resource, entitlement }, { onSuccess: () => { tell.done('The role was taken out.', view.assignmentCount > 0 ? 'Who loses it, loses it by the next plan.' : undefined); onClose(); } })}
    >
      <div className={css.content}>
        <p>The package does not give it any more. Who got it by nothing else loses it.</p>
        <Foreseen package={view.package} remove={[{ resource, entitlement }]} />
      </div>
    </ConfirmDialog>
  );
}
