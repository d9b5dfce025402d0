import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { OrganizationView, SponsorRow } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { actorText } from '../request/words';
import { GovernedList } from './GovernedList';
import { OrganizationDialog } from './OrganizationDialog';
import { SponsorDialog } from './SponsorDialog';
import css from './organization.module.css';
import { sourcesText, stateWords } from './words';

const route = getRouteApi('/organizations/$organization');

export default function OrganizationDetail() {
  const { organization } = route.useParams();
  const read = useRead('organization.show', { organization });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the organization" />;
  return <Detail view={read.data} />;
}

function Detail({ view }: { view: OrganizationView }) {
  const { actor } = useStore();
  const { organization } = view;
  const [asking, setAsking] = useState<'edit' | 'sponsor' | 'delete' | null>(null);
  const configure = useWrite('organization.configure');
  const remove = useWrite('organization.delete');
  const tell = useTell();
  const go = useNavigate();
  const state = stateWords[view.state];
  const admin = actor.administrator;
  return (
    <Page
      title={view.displayName} back={{ to: '/organizations', label: 'Connected organizations' }} badge={<StateBadge tone={state?.tone ?? 'quiet'}>{state?.word ?? view.state}</StateBadge>} lead={view.description || undefined}
      actions={admin && <><Button onClick={() => setAsking('edit')}>Change…</Button><Button onClick={() => setAsking('delete')}>Delete…</Button></>}
    >
      {view.state === 'proposed' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody><MessageBarTitle>The request of somebody unknown proposed it.</MessageBarTitle> Policies for all configured organizations leave it out until an administrator configures it.</MessageBarBody>
          {admin && <MessageBarActions><Button size="small" disabled={configure.isPending} onClick={() => configure.mutate({ organization }, { onSuccess: () => tell.done('The organization is configured.'), onError: tell.problem })}>Configure it</Button></MessageBarActions>}
        </MessageBar>
      )}
      <Card>
        <Facts facts={[['Known by', sourcesText(view.sources)], ['Added', <><Moment at={view.createdAt} /> <span className="quiet">by {actorText(view.createdBy)}</span></>], ['Changed', <Moment at={view.changedAt} />]]} />
      </Card>
      <Card title="Sponsors" aside={admin && <Button size="small" onClick={() => setAsking('sponsor')}>Add a sponsor…</Button>}>
        {view.sponsors.length === 0 ? <p className="quiet">Nobody vouches for its people yet. Policies can ask sponsors for their approval.</p> : (
          <ul className={css.rows}>{view.sponsors.map((one) => <Sponsor key={`${one.principal}-${one.kind}`} organization={organization} sponsor={one} admin={admin} />)}</ul>
        )}
      </Card>
      <Card title="Guests under the rules of access packages"><GovernedList filter={{ organization }} upTo={12} /></Card>
      {asking === 'edit' && <OrganizationDialog view={view} onClose={() => setAsking(null)} />}
      {asking === 'sponsor' && <SponsorDialog organization={organization} onClose={() => setAsking(null)} />}
      {asking === 'delete' && (
        <ConfirmDialog
          title={`Delete ${view.displayName}?`} action="Delete the organization" danger busy={remove.isPending} problem={remove.error} onClose={() => { setAsking(null); remove.reset(); }}
          onConfirm={() => remove.mutate({ organization }, { onSuccess: () => { tell.done('The organization was deleted.'); void go({ to: '/organizations' }); } })}
        >
          Its people can ask no more. What they have stays until it ends; the audit log keeps what was done here.
        </ConfirmDialog>
      )}
    </Page>
  );
}

function Sponsor({ organization, sponsor, admin }: { organization: number; sponsor: SponsorRow; admin: boolean }) {
  const remove = useWrite('organization.sponsor.remove');
  const tell = useTell();
  return (
    <li>
      <span className={css.who}><Link to="/principals/$principal" params={{ principal: sponsor.principal }}>{sponsor.principalName}</Link> <span className="quiet">{[sponsor.kind === 'internal' ? 'of this organization' : 'from outside', sponsor.mail, sponsor.gone && 'not in the directory any more'].filter(Boolean).join(' · ')}</span></span>
      {admin && <Button size="small" disabled={remove.isPending} aria-label={`Remove ${sponsor.principalName}`} onClick={() => remove.mutate({ organization, principal: sponsor.principal, kind: sponsor.kind }, { onSuccess: () => tell.done(`${sponsor.principalName} vouches no more.`), onError: tell.problem })}>Remove</Button>}
    </li>
  );
}
