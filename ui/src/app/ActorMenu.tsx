import {
  Avatar, Button, Menu, MenuDivider, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger,
} from '@fluentui/react-components';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, lazy, useEffect, useState } from 'react';
import { forgetAll, useWrite } from '../api/query';
import { useTell } from '../shared/toast';
import css from './frame.module.css';
import { useStore } from './store';
import { type ThemeChoice, useTheme } from './theme';
import { useLock } from './useLock';
import { proofWords, roleOf } from '../feature/start/words';

const ProveDialog = lazy(() => import('../feature/start/ProveDialog'));
const ChooseActorDialog = lazy(() => import('../feature/start/ChooseActorDialog'));

/** Who sits at the desk; where they change, or leave. */
export function ActorMenu() {
  const { actor } = useStore();
  const theme = useTheme();
  const [asking, setAsking] = useState<'choose' | 'prove' | null>(null);
  const leave = useWrite('actor.leave');
  const { lock, problem, dismiss } = useLock();
  const close = useWrite('store.close');
  const tell = useTell();
  const go = useNavigate();
  const { problem: say } = tell;
  useEffect(() => {
    if (problem) { say(problem); dismiss(); }
  }, [problem, say, dismiss]);
  return (
    <>
      <Menu checkedValues={{ theme: [theme.choice] }} onCheckedValueChange={(_, change) => theme.choose((change.checkedItems[0] ?? 'system') as ThemeChoice)}>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<Avatar name={actor.displayName} size={24} color="colorful" aria-hidden />}>
            <span className="unseen">You are&nbsp;</span>
            <span className="ellipsis" style={{ maxWidth: 180 }}>{actor.displayName}</span>&nbsp;<ChevronDownRegular fontSize={12} aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <div className={css.whoSits}><span className="ellipsis" title={actor.displayName}>{actor.displayName}</span><span className="quiet">{roleOf(actor)} · {proofWords[actor.assurance]}</span></div>
            <MenuDivider />
            {actor.principal !== null && <MenuItem onClick={() => setAsking('prove')}>Show who you are…</MenuItem>}
            <MenuItem onClick={() => setAsking('choose')}>Act as somebody else…</MenuItem>
            <MenuItem onClick={() => leave.mutate({}, { onSuccess: () => { void go({ to: '/' }); forgetAll(); }, onError: tell.problem })}>Leave the desk</MenuItem>
            <MenuItem icon={<LockClosedRegular />} secondaryContent="Ctrl+L" onClick={lock}>Lock the window</MenuItem>
            <MenuDivider />
            <MenuItemRadio name="theme" value="system">Theme of the system</MenuItemRadio>
            <MenuItemRadio name="theme" value="light">Light</MenuItemRadio>
            <MenuItemRadio name="theme" value="dark">Dark</MenuItemRadio>
            <MenuDivider />
            <MenuItem onClick={() => close.mutate({}, { onSuccess: () => { void go({ to: '/' }); forgetAll(); }, onError: tell.problem })}>Close this store</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {asking && (
        <Suspense>
          {asking === 'prove' ? <ProveDialog onClose={() => setAsking(null)} /> : <ChooseActorDialog onClose={() => setAsking(null)} />}
        </Suspense>
      )}
    </>
  );
}
