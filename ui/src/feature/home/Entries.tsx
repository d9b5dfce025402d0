import { Button } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useNow } from '../../app/store';
import { useRead } from '../../api/query';
import { ageText } from '../../shared/date';
import { count } from '../../shared/number';
import { Card } from '../../shared/page';
import css from './home.module.css';

/** The newest of what I hold are looked at for an end that is near. */
const LOOKED_AT = 100;

/** What of access packages waits for me: answers I owe, requests under way, access that ends. */
export function Entries() {
  const read = useRead('access.mine', { ended: false, offset: 0, limit: LOOKED_AT });
  const now = useNow();
  const go = useNavigate();
  if (!read.data) return null;
  const { approvals, requests, rows } = read.data;
  const ending = rows.filter((row) => row.nearEnd && row.endsAt !== null).sort((one, other) => (one.endsAt ?? '').localeCompare(other.endsAt ?? ''));
  if (approvals === 0 && requests === 0 && ending.length === 0) return null;
  return (
    <Card title="Access packages">
      <ul className={css.mine}>
        {approvals > 0 && (
          <li>
            <span className={css.mineText}><span>{count(approvals, 'request waits', 'requests wait')} for your approval</span><span className="quiet">Nobody gets the access until somebody has answered.</span></span>
            <Button appearance="primary" onClick={() => void go({ to: '/approvals' })}>Answer</Button>
          </li>
        )}
        {ending.map((row) => (
          <li key={row.assignment}>
            <span className={css.mineText}><span className="ellipsis" title={row.packageName}>{row.packageName} ends {row.endsAt && ageText(new Date(row.endsAt), now)}</span><span className="quiet">{row.mayExtend ? 'You can ask for more time.' : 'Under its policy it cannot be extended.'}</span></span>
            <Button onClick={() => void go({ to: '/access' })} aria-label={`Go to my access, ${row.packageName}`}>Go to my access</Button>
          </li>
        ))}
        {requests > 0 && (
          <li>
            <span className={css.mineText}><span>{count(requests, 'request')} of yours {requests === 1 ? 'is' : 'are'} under way</span></span>
            <Button onClick={() => void go({ to: '/requests/mine' })}>Go to my requests</Button>
          </li>
        )}
      </ul>
    </Card>
  );
}
