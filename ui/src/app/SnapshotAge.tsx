import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { ClockRegular } from '@fluentui/react-icons/svg/clock';
import { Link } from '@tanstack/react-router';
import { useRead } from '../api/query';
import { ageText, daysBetween, formatMoment } from '../shared/date';
import css from './frame.module.css';
import { useNow } from './store';

/** A directory seen longer ago than this is called old. */
const OLD_DAYS = 7;

/** How old is what these screens show? Everything works from the last snapshot, so this is always said. */
export function SnapshotAge() {
  const directories = useRead('directory.list', {});
  const now = useNow();
  if (!directories.data) return null;
  // What came in packets is as old as these, and each review says so.
  const read = directories.data.filter((directory) => directory.kind !== 'packet');
  if (read.length === 0 && directories.data.length > 0) return null;
  const oldest = read.map((directory) => directory.syncedAt).filter((at) => at !== null).sort()[0];
  if (!oldest) {
    return (
      <Link to="/directories" className={css.age} data-old="true">
        <PlugDisconnectedRegular fontSize={16} aria-hidden /> {read.length === 0 ? 'No directory yet' : 'Not synced yet'}
      </Link>
    );
  }
  const old = daysBetween(new Date(oldest), now) >= OLD_DAYS;
  return (
    <Link to="/directories" className={css.age} data-old={old} title={`Directory as of ${formatMoment(oldest)}`}>
      <ClockRegular fontSize={16} aria-hidden />
      <span className={css.label}>{old ? 'Old snapshot: ' : 'Directory as of '}{ageText(new Date(oldest), now)}</span>
    </Link>
  );
}
