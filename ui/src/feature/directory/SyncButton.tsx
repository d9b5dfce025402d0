import { Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, SplitButton } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { useStore } from '../../app/store';
import type { DirectoryView } from '../../api/contract';
import { useRead, useWrite } from '../../api/query';
import { useTell } from '../../shared/toast';

interface Props { directory: DirectoryView; onJob?: (job: number) => void; onForesee?: () => void }

/** Syncs what changed; a full read, and a look at what it would bring, are one menu away. */
export function SyncButton({ directory, onJob, onForesee }: Props) {
  const sync = useWrite('directory.sync');
  const tell = useTell();
  const { actor } = useStore();
  if (!actor.administrator) return null;
  const start = (full: boolean) =>
    sync.mutate({ directory: directory.directory, full }, {
      onSuccess: ({ job }) => { onJob?.(job); if (!onJob) tell.done('The sync has started.'); },
      onError: tell.problem,
    });
  const jobs = useRead('job.list', {});
  const running = jobs.data?.some((job) => job.kind === 'directory.sync' && job.state === 'running' && job.about === directory.directory);
  const busy = sync.isPending || running === true;
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        {(trigger) => (
          <SplitButton
            appearance={directory.snapshot ? 'secondary' : 'primary'} icon={<ArrowSyncRegular />} disabled={busy}
            menuButton={{ ...trigger, 'aria-label': 'Kinds of sync' }} primaryActionButton={{ onClick: () => start(false) }}
          >
            {busy ? 'Syncing…' : 'Sync'}
          </SplitButton>
        )}
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => start(false)}>What changed since the last sync</MenuItem>
          <MenuItem onClick={() => start(true)}>Everything (full read)</MenuItem>
          {onForesee && <MenuItem onClick={onForesee}>See what it would change; nothing is kept</MenuItem>}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
