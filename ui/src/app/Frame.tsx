import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { RollbackWarning } from '../feature/audit/RollbackWarning';
import { StandingBar } from '../feature/workstation/StandingBar';
import { Loading } from '../shared/progress';
import { ActorMenu } from './ActorMenu';
import { Mark } from './Mark';
import { Navigation } from './Navigation';
import { SnapshotAge } from './SnapshotAge';
import css from './frame.module.css';
import { useStore } from './store';

/** What stands around every screen: who, where, how old, and whether this is practice. */
export function Frame() {
  const store = useStore();
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const first = useRef(true);
  useEffect(() => {
    // A screen reader starts reading where the new screen starts; not at the very first paint.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
    main.current?.scrollTo(0, 0);
  }, [path]);
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>
        Skip to the content
      </a>
      {store.practice && (
        <aside className={css.practice} aria-label="Practice">
          <strong>PRACTICE</strong>
          <span className="ellipsis">Nothing here is real, and every page of its evidence says so.</span>
        </aside>
      )}
      <RollbackWarning />
      <StandingBar />
      <header className={css.top}>
        <Link to="/" className={css.brand} aria-label="Countersign, overview">
          <Mark size={24} />
          <span className={css.word}>Countersign</span>
        </Link>
        <span className={css.organization} title={store.organization}>{store.organization}</span>
        <SnapshotAge />
        <ActorMenu />
      </header>
      <div className={css.body}>
        <Navigation />
        <main id="main" ref={main} tabIndex={-1} className={css.main}>
          <Suspense fallback={<Loading label="Loading" />}><Outlet /></Suspense>
        </main>
      </div>
    </div>
  );
}
