import { Badge } from '@fluentui/react-components';
import type { ReactElement } from 'react';

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'quiet';
const colors = { good: 'success', bad: 'danger', warn: 'warning', busy: 'brand', quiet: 'subtle' } as const;

/** A state as a word; the colour only helps. */
export function StateBadge({ tone, children, icon }: { tone: Tone; children: string; icon?: ReactElement }) {
  return <Badge appearance={tone === 'quiet' ? 'outline' : 'tint'} color={tone === 'quiet' ? 'informative' : colors[tone]} icon={icon} style={{ flex: 'none' }}>{children}</Badge>;
}
