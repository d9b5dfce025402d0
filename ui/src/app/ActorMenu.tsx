import {
  Avatar, Button, Menu, MenuDivider, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger,
} from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, lazy, useState } from 'react';
import { forgetAll, useWrite } from '../api/query';
import { useTell } from '../shared/toast';
import { useStore } from './store';
import { type ThemeChoice, useTheme } from './theme';

const ChooseActorDialog = lazy(() => import('../feature/start/ChooseActorDialog'));

/** Who sits at the desk; where they change, or leave. */
export function ActorMenu() {
  const { actor } = useStore();
  const theme = useTheme();
  const [choosing, setChoosing] = useState(false);
  const close = useWrite('store.close');
  const tell = useTell();
  const go = useNavigate();
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
            <MenuItem onClick={() => setChoosing(true)}>Act as somebody else…</MenuItem>
            <MenuDivider />
            <MenuItemRadio name="theme" value="system">Theme of the system</MenuItemRadio>
            <MenuItemRadio name="theme" value="light">Light</MenuItemRadio>
            <MenuItemRadio name="theme" value="dark">Dark</MenuItemRadio>
            <MenuDivider />
            <MenuItem onClick={() => close.mutate({}, { onSuccess: () => { void go({ to: '/' }); forgetAll(); }, onError: tell.problem })}>Close this store</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {choosing && <Suspense><ChooseActorDialog onClose={() => setChoosing(false)} /></Suspense>}
    </>
  );
}
