import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';

/** Something that was chosen, with a way to take it out again. */
export function Taken({ label, onRemove }: { label: string; onRemove: () => void }) {
  return <Button size="small" shape="circular" icon={<DismissRegular />} iconPosition="after" onClick={onRemove} title={`Take out ${label}`} aria-label={`Take out ${label}`} style={{ maxWidth: '100%' }}><span className="ellipsis">{label}</span></Button>;
}
