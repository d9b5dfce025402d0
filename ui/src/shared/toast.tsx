import { Toast, ToastBody, ToastTitle, Toaster, useId, useToastController } from '@fluentui/react-components';
import { type ReactNode, createContext, useContext, useMemo } from 'react';
import type { CallProblem } from '../api/contract';

interface Tell { done: (message: string, more?: string) => void; problem: (problem: CallProblem) => void }

const TellContext = createContext<Tell | null>(null);

/** News holds nothing to press: Tab passes it by, which would not come out of it again. */
const passing = { root: { tabIndex: -1 } };

/** Short news at the corner; Fluent announces it through a live region. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const id = useId('toast');
  const { dispatchToast } = useToastController(id);
  const tell = useMemo<Tell>(
    () => ({
      done: (message, more) =>
        dispatchToast(<Toast><ToastTitle>{message}</ToastTitle>{more && <ToastBody>{more}</ToastBody>}</Toast>, { ...passing, intent: 'success', timeout: 4000 }),
      problem: (problem) =>
        dispatchToast(
          <Toast><ToastTitle>{problem.message}</ToastTitle>{problem.hint && <ToastBody>{problem.hint}</ToastBody>}</Toast>,
          { ...passing, intent: 'error', timeout: 10_000 },
        ),
    }),
    [dispatchToast],
  );
  return (
    <TellContext value={tell}>
      {children}
      <Toaster toasterId={id} position="bottom-end" limit={3} pauseOnHover />
    </TellContext>
  );
}

export function useTell(): Tell {
  const tell = useContext(TellContext);
  if (!tell) throw new Error('Toasts are provided by App.');
  return tell;
}
