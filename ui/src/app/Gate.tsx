import { RouterProvider } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import { useRead } from '../api/query';
import { ProblemPage } from '../shared/problem';
import { Loading } from '../shared/progress';
import { router } from './router';
import { StoreContext } from './store';

const Start = lazy(() => import('../feature/start/Start'));
const LockScreen = lazy(() => import('../feature/start/LockScreen'));
const WhoAreYou = lazy(() => import('../feature/start/WhoAreYou'));

/** What stands before the screens: a store must be open, and somebody must sit at the desk. */
export function Gate() {
  const status = useRead('store.status', {});
  if (status.error) return <ProblemPage problem={status.error} retry={() => void status.refetch()} />;
  if (!status.data) return <Loading label="Opening" whole />;
  const { open } = status.data;
  return (
    <Suspense fallback={<Loading label="Opening" whole />}>
      {!open ? (
        <Start status={status.data} />
      ) : open.locked ? (
        <LockScreen store={open} />
      ) : !open.actor ? (
        <WhoAreYou store={open} />
      ) : (
        <StoreContext value={{ ...open, actor: open.actor }}>
          <RouterProvider router={router} />
        </StoreContext>
      )}
    </Suspense>
  );
}
