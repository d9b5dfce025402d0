import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PackageRoleLine, PackageView } from '../../api/operations';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { count, formatNumber } from '../../shared/number';
import { Card, Figure, Figures } from '../../shared/page';
import { Table } from '../../shared/table';
import { kindWords } from '../catalog/words';
import { RoleAddDialog } from './RoleAddDialog';
import { RoleRemoveDialog } from './RoleRemoveDialog';
import css from './package.module.css';
import { roleWord } from './words';

/** What the package gives, and what is still missing before anybody can have it. */
export function Overview({ view }: { view: PackageView }) {
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<PackageRoleLine | null>(null);
  const go = useNavigate();
  const mayChange = view.may.includes('changePackageRole');
  const byHand = view.roles.filter((role) => role.sentence !== null).length;
  const gone = view.roles.filter((role) => role.gone).length;
  return (
    <div className={css.tabFree}>
      <Figures>
        <Figure label="Roles given" value={formatNumber(view.roleCount)} note={byHand > 0 ? `${formatNumber(byHand)} by hand` : 'all from here'} tone={byHand > 0 ? 'warn' : undefined} />
        <Figure label="Policies" value={formatNumber(view.policyCount)} note={view.policyCount === 0 ? 'nobody can have it' : view.policies.some((one) => one.automatic) ? 'one assigns by a rule' : 'asked for, or assigned'} />
        <Figure label="Assignments" value={formatNumber(view.assignmentCount)} note="that have not ended" />
        <Figure label="Open requests" value={formatNumber(view.openRequestCount)} />
      </Figures>
      {gone > 0 && <MessageBar intent="warning"><MessageBarBody><MessageBarTitle>{count(gone, 'resource is', 'resources are')} no longer in the directory.</MessageBarTitle>Whoever is given the package gets only the rest; take the role out, or give another.</MessageBarBody></MessageBar>}
      <Card title="What it gives" flush={view.roles.length > 0} aside={mayChange && <Button onClick={() => setAdding(true)}>Add a role…</Button>}>
        {view.roles.length === 0 ? <p className="quiet">Nothing yet. {mayChange ? 'Add a role on a resource of the catalog.' : ''}</p> : (
          <Table
            label="What it gives" total={view.roles.length} rowAt={(at) => view.roles[at]} upTo={10} rowHeight={52}
            columns={[
              { id: 'resource', label: 'Resource', width: 'minmax(160px, 1.6fr)', show: (row) => <span className={css.two}><Link className="ellipsis" to="/principals/$principal" params={{ principal: row.resource }} title={row.resourceName}>{row.resourceName}</Link><span className="quiet">{kindWords[row.resourceKind] ?? row.resourceKind}</span></span> },
              { id: 'role', label: 'Role', width: 'minmax(96px, 0.8fr)', show: (row) => <span title={row.entitlement}>{roleWord(row.entitlement)}</span> },
              {
                id: 'way', label: 'How it is given', width: 'minmax(200px, 2fr)',
                show: (row) => row.gone ? <StateBadge tone="bad">Gone from the directory</StateBadge>
                  : row.sentence ? <span className={css.two}><span><StateBadge tone="warn">By hand</StateBadge></span><span className="ellipsis quiet" title={row.sentence}>{row.sentence}</span></span>
                  : <StateBadge tone="good">From here, by a plan</StateBadge>,
              },
              { id: 'added', label: 'Since', width: 'minmax(104px, 0.8fr)', show: (row) => <span className={css.two}><span><Moment at={row.addedAt} day /></span><span className="ellipsis quiet" title={row.addedBy}>by {row.addedBy}</span></span> },
              { id: 'act', label: 'Act', width: '112px', show: (row) => mayChange && <Button size="small" aria-label={`Take out ${roleWord(row.entitlement)} of ${row.resourceName}`} onClick={() => setRemoving(row)}>Take out…</Button> },
            ]}
          />
        )}
      </Card>
      {view.roles.length > 0 && view.policies.length === 0 && (
        <Card title="Who may have it">
          <p className="quiet">No policy says so yet, so nobody can ask for it and nobody can be given it.</p>
          {view.may.includes('editPolicy') && <div><Button appearance="primary" onClick={() => void go({ to: '/packages/$package/policies/new', params: { package: view.package } })}>New policy</Button></div>}
        </Card>
      )}
      <p className="quiet">{view.adopts ? 'What a holder had before the package is the package’s, and is taken away with it.' : 'What a holder had before the package stays when the package ends.'}{view.hidden ? ' It is hidden: it is asked for by its link only.' : ''}</p>
      {adding && <RoleAddDialog view={view} onClose={() => setAdding(false)} />}
      {removing && <RoleRemoveDialog view={view} role={removing} onClose={() => setRemoving(null)} />}
    </div>
  );
}
