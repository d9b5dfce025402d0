import { StateBadge } from '../../shared/badge';
import { statusWords } from './words';

export function StatusBadge({ status }: { status: string }) {
  const known = statusWords[status];
  return <StateBadge tone={known?.tone ?? 'quiet'}>{known?.word ?? status}</StateBadge>;
}
