import { Tab, TabList } from '@fluentui/react-components';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { PrincipalView } from '../../api/contract';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ageText } from '../../shared/date';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemBanner, ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { AccessList } from './AccessList';
import { AccountList } from './AccountList';
import { GrantList } from './GrantList';
import css from './principal.module.css';

const route = getRouteApi('/principals/$principal');

export default function PrincipalDetail() {
  const { principal } = route.useParams();
  const read = useRead('principal.show', { principal });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading" />;
  return <Detail key={principal} view={read.data} />;
}

function Detail({ view }: { view: PrincipalView }) {
  const group = view.kind === 'group';
  const now = useNow();
  const { actor } = useStore();
  const human = view.kind === 'user';
  // Names alone are for everybody; what somebody holds is for themselves and whoever sees the directory.
  const person = useRead('person.show', { principal: view.principal }, { enabled: human });
  const [tab, setTab] = useState(group ? 'members' : human ? 'access' : 'holds');
  const attributes = Object.entries((view.attributes ?? {}) as Record<string, unknown>);
  return (
    <Page
      title={view.displayName} back={group ? { to: '/groups', label: 'Groups' } : { to: '/people', label: 'People' }}
      badge={
        <>
          {view.userType === 'guest' && <StateBadge tone="busy">Guest</StateBadge>}
          {view.enabled === false && <StateBadge tone="warn">Disabled</StateBadge>}
          {view.removed && <StateBadge tone="bad">Not in the directory any more</StateBadge>}
        </>
      }
    >
      <Card>
        <Facts
          facts={[
            !group && (['User name', view.userName] as const),
            !group && (['Mail', view.mail] as const),
            !group && (['Title', view.title] as const),
            !group && (['Department', view.department] as const),
            !group && (['Manager', view.manager !== null ? <Link to="/principals/$principal" params={{ principal: view.manager }}>{view.managerName}</Link> : null] as const),
            !group && (['Employee number', view.employeeId] as const),
            !group && (['Last sign-in', view.lastSignInAt ? <><Moment at={view.lastSignInAt} /> <span className="quiet">{ageText(new Date(view.lastSignInAt), now)}, by {view.lastSignInField}</span></> : 'Not kept by the directory, or never'] as const),
            ['Created', <Moment at={view.createdAt} />],
            ['Distinguished name', <span className="mono">{view.dn}</span>],
            ['Immutable id', <span className="mono">{view.key}</span>],
          ]}
        />
      </Card>
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(String(change.value))}>
        {group && <Tab value="members">Members and owners</Tab>}
        {human && <Tab value="access">All access</Tab>}
        {human && <Tab value="accounts">{`Accounts${person.data ? ` (${person.data.accounts.length})` : ''}`}</Tab>}
        <Tab value="holds">{group ? 'Member of' : 'Groups'}</Tab>
        {attributes.length > 0 && <Tab value="attributes">Other attributes</Tab>}
      </TabList>
      {(tab === 'access' || tab === 'accounts') && (person.error ? <ProblemBanner problem={person.error} retry={() => void person.refetch()} /> : !person.data ? <Loading label="Reading the person" /> : tab === 'access' ? (
        <AccessList view={person.data} pick={actor.administrator || actor.complianceOfficer} />
      ) : <AccountList view={person.data} current={view.principal} />)}
      {tab === 'members' && <GrantList key="members" filter={{ resource: view.principal }} side="principal" none="Nobody is a direct member." />}
      {tab === 'holds' && <GrantList key="holds" filter={{ principal: view.principal }} side="resource" none={group ? 'It is in no other group.' : 'No direct membership or ownership.'} />}
      {tab === 'attributes' && (
        <Card>
          <dl className={css.attributes}>
            {attributes.map(([key, value]) => (
              <div key={key} className={css.attribute}><dt>{key}</dt><dd>{Array.isArray(value) ? value.join('; ') : String(value)}</dd></div>
            ))}
          </dl>
        </Card>
      )}
    </Page>
  );
}
