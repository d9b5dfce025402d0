import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { SyncForeseen } from '../../api/operations';
import { StateBadge } from '../../shared/badge';
import { count, formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import css from './directory.module.css';

const SHOWN = 20;

function Part<Row>({ title, part, show }: { title: string; part: { total: number; rows: Row[] }; show: (row: Row, at: number) => ReactNode }) {
  if (part.total === 0) return null;
  const rest = part.total - Math.min(part.rows.length, SHOWN);
  return (
    <section aria-label={title}>
      <h3 className={css.changesTitle}>{title}: {formatNumber(part.total)}</h3>
      <ul className={css.changes}>{part.rows.slice(0, SHOWN).map(show)}</ul>
      {rest > 0 && <p className="quiet">and {count(rest, 'more', 'more')}</p>}
    </section>
  );
}

/** What a sync would change, before it is made. */
export function Foreseen({ seen, onClose }: { seen: SyncForeseen; onClose: () => void }) {
  const total = seen.added.total + seen.changed.total + seen.removed.total + seen.gained.total + seen.lost.total;
  const name = (row: { displayName: string; key: string }) => <span title={row.key}>{row.displayName}</span>;
  const grant = (row: { principalName: string; resourceName: string; entitlement: string }, at: number) => <li key={at}>{row.principalName} <span className="quiet">{row.entitlement} of</span> {row.resourceName}</li>;
  return (
    <Card title="What a sync would change" aside={<Button size="small" onClick={onClose}>Close</Button>}>
      <div><StateBadge tone={total === 0 ? 'good' : 'warn'}>{total === 0 ? 'Nothing would change' : seen.before === null ? 'The first sync: everything is new' : 'Nothing was kept'}</StateBadge></div>
      <Part title="Would come" part={seen.added} show={(row) => <li key={row.key}>{name(row)}</li>} />
      <Part title="Would go" part={seen.removed} show={(row) => <li key={row.key}>{name(row)}</li>} />
      <Part
        title="Would change" part={seen.changed}
        show={(row) => (
          <li key={row.key}>{name(row)}{row.fields.map((one) => <span key={one.field}> <span className="quiet">· {one.field}</span> <del>{one.before ?? 'none'}</del> → <ins>{one.after ?? 'none'}</ins></span>)}</li>
        )}
      />
      <Part title="Access gained" part={seen.gained} show={grant} />
      <Part title="Access lost" part={seen.lost} show={grant} />
    </Card>
  );
}
