import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { CallProblem } from '../api/contract';
import { ProblemBanner } from './problem';

interface Props {
  title: string;
  children: ReactNode;
  /** The verb on the button that does it. */
  action: string;
  danger?: boolean;
  busy?: boolean;
  problem?: CallProblem | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back; its button says what will happen. */
export function ConfirmDialog({ title, children, action, danger, busy, problem, onConfirm, onClose }: Props) {
  return (
    <Dialog open modalType={danger ? 'alert' : 'modal'} onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 480 }}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {children}
            {problem && <div style={{ marginTop: 12 }}><ProblemBanner problem={problem} /></div>}
          </DialogContent>
          <DialogActions>
            <Button appearance={danger ? 'secondary' : 'primary'} disabled={busy} onClick={onConfirm} data-danger={danger || undefined}>{action}</Button>
            <Button appearance="secondary" onClick={onClose}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
