import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle,
} from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import type { CallProblem } from '../api/contract';
import { ProblemBanner } from './problem';

/** Inside a dialog that nothing but state opens: gives the focus back to where it was before. */
export function ReturnFocus() {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => {
    setTimeout(() => {
      // Whoever closed the dialog may have chosen a better place by now.
      const isLost = document.activeElement === document.body || document.activeElement === null;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
    });
  }, [before]);
  return null;
}

interface Props {
  title: string;
  children: ReactNode;
  /** The verb on the button that does it. */
  action: string;
  danger?: boolean;
  busy?: boolean;
  /** It is done: all that is left is to close. */
  over?: boolean;
  problem?: CallProblem | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back; its button says what will happen. */
export function ConfirmDialog({ title, children, action, danger, busy, over, problem, onConfirm, onClose }: Props) {
  return (
    <Dialog open modalType={danger ? 'alert' : 'modal'} onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 480 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {children}
            {problem && <div style={{ marginTop: 12 }}><ProblemBanner problem={problem} /></div>}
          </DialogContent>
          <DialogActions>
            <Button appearance={danger ? 'secondary' : 'primary'} disabled={busy} onClick={onConfirm} data-danger={danger || undefined}>{action}</Button>
            {!over && <Button appearance="secondary" onClick={onClose}>Cancel</Button>}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
