import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import type { TaskRow } from '../../api/contract';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ReturnFocus } from '../../shared/dialog';
import { Facts } from '../../shared/page';
import { statusWords } from './words';

/** One task with everything that is known of it. */
export function TaskDialog({ task, onClose }: { task: TaskRow; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 640 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{task.principalName} in {task.resourceName}</DialogTitle>
          <DialogContent>
            <Facts
              facts={[
                ['State', <StateBadge tone={statusWords[task.status]?.tone ?? 'quiet'}>{statusWords[task.status]?.word ?? task.status}</StateBadge>],
                ['Person', <Link to="/principals/$principal" params={{ principal: task.principal }}>{task.principalName}</Link>],
                ['Access', `${task.entitlement} of ${task.resourceName}`],
                ['To be changed', task.cutName],
                task.path.length > 0 && ['It comes through', task.path.join(' › ')],
                ['Why by hand', task.reason],
                ['Owner', task.owner],
                ['Due', <Moment at={task.dueOn} day />],
                ['Made', <Moment at={task.createdAt} />],
                task.notedAt !== null && ['Said to be done', <><Moment at={task.notedAt} /> <span className="quiet">by {task.notedBy}: {task.note}</span></>],
                task.closedAt !== null && ['Seen gone', <><Moment at={task.closedAt} /> <span className="quiet">{task.closedBy}</span></>],
                task.reopenedAt !== null && ['Seen again', <><Moment at={task.reopenedAt} /> <span className="quiet">{task.reopenedBy}</span></>],
                ['Came from', task.reviewName ?? 'A policy exception that ended'],
              ]}
            />
          </DialogContent>
          <DialogActions><Button onClick={onClose}>Close</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
