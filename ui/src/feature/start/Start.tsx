import { Badge, Button } from '@fluentui/react-components';
import { BuildingBankRegular } from '@fluentui/react-icons/svg/building-bank';
import { DatabaseRegular } from '@fluentui/react-icons/svg/database';
import { DesktopSyncRegular } from '@fluentui/react-icons/svg/desktop-sync';
import { DocumentCheckmarkRegular } from '@fluentui/react-icons/svg/document-checkmark';
import { FolderOpenRegular } from '@fluentui/react-icons/svg/folder-open';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { RibbonStarRegular } from '@fluentui/react-icons/svg/ribbon-star';
import { type ReactNode, Suspense, lazy, useState } from 'react';
import { Mark } from '../../app/Mark';
import type { RecentStore, StoreStatus } from '../../api/contract';
import { forgetAll, useWrite } from '../../api/query';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { StoreFollow } from './StoreFollow';
import { StoreMake } from './StoreMake';
import { StoreOpen } from './StoreOpen';
import { StoreRestore } from './StoreRestore';
import css from './start.module.css';

const EvidenceAlone = lazy(() => import('../evidence/EvidenceAlone'));

type Way = { kind: 'choose' } | { kind: 'make'; practice: boolean } | { kind: 'open'; path: string } | { kind: 'restore' } | { kind: 'follow' } | { kind: 'evidence' };

/** The first thing a person sees: open what they have, or make a store. */
export default function Start({ status }: { status: StoreStatus }) {
  const [way, setWay] = useState<Way>({ kind: 'choose' });
  const back = () => setWay({ kind: 'choose' });
  if (way.kind === 'evidence') return <Suspense fallback={<Loading label="Opening" whole />}><EvidenceAlone onBack={back} /></Suspense>;
  return (
    <div className={css.start}>
      <aside className={css.promise}>
        <div className={css.brand}><Mark size={40} /><span>Countersign</span></div>
        <p className={css.claim}>Access reviews that work without a network, with evidence an auditor can check alone.</p>
        <ul>
          <li>Everything stays on this machine, in one encrypted store.</li>
          <li>Nothing reaches a directory before its plan was shown.</li>
          <li>Every act is one line of a sealed log.</li>
        </ul>
      </aside>
      <main className={css.side}>
        <div className={css.panel}>
          {way.kind === 'choose' && <Choose status={status} go={setWay} />}
          {way.kind === 'make' && <StoreMake status={status} practice={way.practice} onBack={back} />}
          {way.kind === 'open' && <StoreOpen path={way.path} keyring={status.keyring.available} onBack={back} />}
          {way.kind === 'restore' && <StoreRestore onBack={back} />}
          {way.kind === 'follow' && <StoreFollow onBack={back} />}
        </div>
      </main>
    </div>
  );
}

function Choose({ status, go }: { status: StoreStatus; go: (way: Way) => void }) {
  return (
    <>
      <h1>Welcome</h1>
      {status.recent.length > 0 && <Recent stores={status.recent} go={go} />}
      <h2 className={css.sub}>{status.recent.length > 0 ? 'Or something else' : 'How do you want to begin?'}</h2>
      <div className={css.ways}>
        <WayButton icon={<RibbonStarRegular />} title="Practise with a sample organization" text="About 1,200 made-up people. Nothing to set up, nothing real." onClick={() => go({ kind: 'make', practice: true })} />
        <WayButton icon={<DatabaseRegular />} title="Make a store for my organization" text="Empty and encrypted. Connect your directory next." onClick={() => go({ kind: 'make', practice: false })} />
        <WayButton icon={<FolderOpenRegular />} title="Open a store" text="From a folder on this machine." onClick={() => go({ kind: 'open', path: '' })} />
        <WayButton icon={<HistoryRegular />} title="Restore a backup" text="Into a new folder." onClick={() => go({ kind: 'restore' })} />
        <WayButton icon={<DesktopSyncRegular />} title="Follow another workstation" text="Copies of its store, to be read here and taken over." onClick={() => go({ kind: 'follow' })} />
        <WayButton icon={<DocumentCheckmarkRegular />} title="Open an evidence file" text="Check it and look into it. No store is needed." onClick={() => go({ kind: 'evidence' })} />
      </div>
    </>
  );
}

function Recent({ stores, go }: { stores: RecentStore[]; go: (way: Way) => void }) {
  const open = useWrite('store.open');
  return (
    <>
      <h2 className={css.sub}>Your stores</h2>
      <ProblemBanner problem={open.error} dismiss={open.reset} />
      <ul className={css.recent}>
        {stores.map((store) => (
          <li key={store.path}>
            <Button
              appearance="subtle" className={css.recentButton} disabled={open.isPending} icon={<BuildingBankRegular />}
              onClick={() =>
                open.mutate({ path: store.path }, {
                  onSuccess: forgetAll,
                  // The key is not in the keyring: the person has it.
                  onError: (problem) => (problem.code === 'wrongKey' || problem.code === 'passphrase') && go({ kind: 'open', path: store.path }),
                })}
            >
              <span className={css.recentText}>
                <span className="ellipsis">{store.organization}{store.practice && <> <Badge appearance="tint" color="warning" size="small">Practice</Badge></>}</span>
                <span className="ellipsis quiet" title={store.path}>{store.path}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function WayButton({ icon, title, text, onClick }: { icon: ReactNode; title: string; text: string; onClick: () => void }) {
  return (
    <button type="button" className={css.way} onClick={onClick}>
      <span className={css.wayIcon} aria-hidden>{icon}</span>
      <span><strong>{title}</strong><span>{text}</span></span>
    </button>
  );
}
