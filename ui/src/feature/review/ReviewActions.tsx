import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { InstanceView, ReviewView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { count } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { RemindDialog } from '../notice/RemindDialog';
import { ExtendDialog } from './ExtendDialog';
import { recurs } from './series';
import { inForce } from './settings';
import { decisionList, isFresh, silenceWords } from './words';

interface Props { view: ReviewView; instance: InstanceView; onJob: (job: number) => void }

export function ReviewActions({ view, instance, onJob }: Props) {
  const { actor } = useStore();
  const go = useNavigate();
  const tell = useTell();
  const [asking, setAsking] = useState<'start' | 'stop' | 'stopStage' | 'reset' | 'delete' | 'extend' | 'remind' | null>(null);
  const start = useWrite('review.start');
  const stop = useWrite('review.stop');
  const stopStage = useWrite('review.stopStage');
  const reset = useWrite('review.reset');
  const remove = useWrite('review.delete');
  const close = () => { setAsking(null); [start, stop, stopStage, reset, remove].forEach((write) => write.reset()); };
  const open = instance.status === 'InProgress';
  const fresh = isFresh(instance.status);
  const running = view.instances.some((one) => one.status === 'InProgress');
  const more = recurs(view.definition) && !fresh && !running && view.nextAt !== null;
  const stages = instance.stage < instance.stageCount;
  const admin = actor.administrator;
  return (
    <>
      {!fresh && <Button appearance={open ? 'primary' : 'secondary'} onClick={() => void go({ to: '/reviews/$review/items', params: { review: view.review }, search: { instance: instance.instance } })}>{open ? 'Open the desk' : 'See the items'}</Button>}
      {admin && fresh && <Button appearance="primary" onClick={() => setAsking('start')}>Start…</Button>}
      {admin && open && stages && <Button onClick={() => setAsking('stopStage')}>End the stage…</Button>}
      {admin && open && <Button onClick={() => setAsking('stop')}>Stop…</Button>}
      {admin && (
        <Menu>
          <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label="More actions" /></MenuTrigger>
          <MenuPopover>
            <MenuList>
              {more && <MenuItem onClick={() => setAsking('start')}>Start the next run now…</MenuItem>}
              <MenuItem disabled={!open} onClick={() => setAsking('remind')}>Remind…</MenuItem>
              <MenuItem disabled={!open} onClick={() => setAsking('extend')}>Extend or change this run…</MenuItem>
              <MenuItem onClick={() => void go({ to: '/reviews/$review/edit', params: { review: view.review } })}>{recurs(view.definition) ? 'Change the series…' : 'Change the review…'}</MenuItem>
              <MenuDivider />
              <MenuItem disabled={!open} onClick={() => setAsking('reset')}>Reset all decisions…</MenuItem>
              <MenuItem disabled={running || instance.status === 'Applying'} onClick={() => setAsking('delete')}>Delete the review…</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
      {asking === 'start' && (
        <ConfirmDialog title="Start this review?" action="Start the review" busy={start.isPending} problem={start.error} onClose={close}
          onConfirm={() => start.mutate({ review: view.review }, { onSuccess: ({ job }) => { close(); onJob(job); } })}>
          The population is frozen from the last snapshot. What changes in the directory afterwards does not change this review.
        </ConfirmDialog>
      )}
      {asking === 'stop' && (
        <ConfirmDialog title="Stop this review?" action="Stop the review" danger busy={stop.isPending} problem={stop.error} onClose={close}
          onConfirm={() => stop.mutate({ instance: instance.instance }, { onSuccess: (ended) => { close(); tell.done('The review has ended.', `${count(ended.written, 'decision')} written for silence.`); } })}>
          Nobody can decide any more. For items without a decision: <strong>{silenceWords[inForce(view.definition).silence]}</strong>. This cannot be taken back.
        </ConfirmDialog>
      )}
      {asking === 'stopStage' && (
        <ConfirmDialog title={`End stage ${instance.stage} of ${instance.stageCount}?`} action="End the stage" danger busy={stopStage.isPending} problem={stopStage.error} onClose={close}
          onConfirm={() => stopStage.mutate({ instance: instance.instance }, { onSuccess: () => { close(); tell.done(`Stage ${instance.stage} has ended.`, `Stage ${instance.stage + 1} has begun.`); } })}>
          Its reviewers can decide no more, and stage {instance.stage + 1} begins now. What is {decisionList(instance.stages[instance.stage - 1]?.movesOn ?? [])} goes on; the rest stands. This cannot be taken back.
        </ConfirmDialog>
      )}
      {asking === 'extend' && <ExtendDialog instance={instance} onClose={close} />}
      {asking === 'remind' && <RemindDialog instance={instance.instance} onClose={close} />}
      {asking === 'reset' && (
        <ConfirmDialog title="Reset all decisions?" action="Reset the decisions" danger busy={reset.isPending} problem={reset.error} onClose={close}
          onConfirm={() => reset.mutate({ instance: instance.instance }, { onSuccess: (ended) => { close(); tell.done(`${count(ended.written, 'decision')} put back to undecided.`); } })}>
          Every item goes back to undecided. The decisions made so far stay in its history and in the evidence.
        </ConfirmDialog>
      )}
      {asking === 'delete' && (
        <ConfirmDialog title="Delete this review?" action="Delete the review" danger busy={remove.isPending} problem={remove.error} onClose={close}
          onConfirm={() => remove.mutate({ review: view.review }, { onSuccess: () => { close(); tell.done('The review was deleted.'); void go({ to: '/reviews' }); } })}>
          “{view.displayName}” disappears from the lists. The audit log keeps what was done in it.
        </ConfirmDialog>
      )}
    </>
  );
}
