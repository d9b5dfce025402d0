import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/query';
import { formatDay, formatMoment } from '../../shared/date';
import { formatNumber } from '../../shared/number';

/** Over the items of a review that came in a packet: from whom, and what waits to be returned. */
export function FromPacket({ instance }: { instance: number }) {
  const packet = useRead('packet.opened.list', { instance }, { keep: true }).data?.rows[0];
  if (!packet) return null;
  return (
    <span title={`Made ${formatMoment(packet.madeAt)}`}>
      Packet of <bdi>{packet.originName}</bdi>, made {formatDay(packet.madeAt)}; <Link to="/inbox">{packet.unreturned > 0 ? `${formatNumber(packet.unreturned)} to return` : packet.returns > 0 ? 'returned so far' : 'return your answers'}</Link>
    </span>
  );
}
