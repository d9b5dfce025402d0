import { Link } from '@tanstack/react-router';
import type { PersonView } from '../../api/operations';
import { StateBadge } from '../../shared/badge';
import { Table } from '../../shared/table';
import css from './principal.module.css';
import { doubtWords, ruleWords } from './words';

type Row = PersonView['accounts'][number];

function Why({ row }: { row: Row }) {
  if (row.doubt) return <span className={css.two}><span className="ellipsis" title={row.value ?? undefined}>In doubt: {ruleWords[row.rule ?? ''] ?? row.rule} {row.value}</span><span className="quiet ellipsis">{doubtWords[row.doubt] ?? row.doubt}</span></span>;
  if (!row.rule) return <span className="quiet">{row.standing === 'unowned' ? 'Of nobody in the source of people' : 'The person is known by it'}</span>;
  return (
    <span className={css.two}>
      <span className="ellipsis" title={row.value ?? undefined}>{ruleWords[row.rule] ?? row.rule}{row.value && <> <span className="mono">{row.value}</span></>}</span>
      <span className="quiet ellipsis" title={`as ${row.withName} in ${row.withDirectory}`}>as {row.withName} in {row.withDirectory}</span>
    </span>
  );
}

/** The accounts of one person over all directories, and what joined each. */
export function AccountList({ view, current }: { view: PersonView; current: number }) {
  return (
    <Table
      label="Accounts" total={view.accounts.length} rowAt={(index) => view.accounts[index]} upTo={8} rowHeight={52}
      columns={[
        {
          id: 'account', label: 'Account', width: 'minmax(160px, 1.5fr)',
          show: (row) => (
            <span className={css.two}>
              {row.principal === current ? <b className="ellipsis" title={row.displayName}>{row.displayName}</b> : <Link className="ellipsis" to="/principals/$principal" params={{ principal: row.principal }} title={row.displayName}>{row.displayName}</Link>}
              <span className="quiet ellipsis" title={row.userName ?? row.mail ?? undefined}>{row.userName ?? row.mail}</span>
            </span>
          ),
        },
        { id: 'directory', label: 'Directory', width: 'minmax(110px, 1fr)', show: (row) => <Link to="/directories/$directory" params={{ directory: row.directory }} title={row.directoryName}>{row.directoryName}</Link> },
        { id: 'why', label: 'Why it is theirs', width: 'minmax(180px, 2fr)', show: (row) => <Why row={row} /> },
        {
          id: 'state', label: 'State', width: '132px',
          show: (row) => (
            <span style={{ display: 'flex', gap: 4 }}>
              {row.userType === 'guest' && <StateBadge tone="busy">Guest</StateBadge>}
              {row.removed ? <StateBadge tone="bad">Gone</StateBadge> : row.enabled === false ? <StateBadge tone="warn">Disabled</StateBadge> : row.standing === 'left' ? <StateBadge tone="bad">Left behind</StateBadge> : <StateBadge tone="quiet">In use</StateBadge>}
            </span>
          ),
        },
      ]}
    />
  );
}
