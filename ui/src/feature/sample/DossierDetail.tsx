import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { Dossier, DossierAbout } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { formatNumber } from '../../shared/number';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { spelled } from '../history/words';
import { entitlementText, resourceWords } from '../item/words';
import { AssignmentPart, RequestPart } from './PackagePart';
import { ReviewPart } from './ReviewPart';
import css from './sample.module.css';

const route = getRouteApi('/dossiers/$about/$id');

/** Everything about one access, to be read from top to bottom. */
export default function DossierDetail() {
  const { about, id } = route.useParams();
  const { sample } = route.useSearch();
  const read = useRead('dossier.show', { about: about as DossierAbout, id });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Gathering the dossier" />;
  const view = read.data;
  const back = sample ? { to: '/samples/$sample' as const, params: { sample }, label: `Sample ${formatNumber(sample)}` } : { to: '/history' as const, label: 'History' };
  return (
    <Page title={view.sentence} back={back} lead="What is known of this access, from the request to the removal." badge={view.access.privileged ? <StateBadge tone="warn">Privileged</StateBadge> : undefined}>
      {view.practice && <MessageBar intent="warning"><MessageBarBody>From a practice store: no evidence.</MessageBarBody></MessageBar>}
      <Who view={view} />
      {view.held.length > 0 && (
        <Card title="As the directory showed it">
          <ol className={css.steps}>
            {view.held.map((one) => (
              <li key={one.sinceSnapshot}>There from <Moment at={one.since} /> <span className="quiet">read {one.sinceSnapshot}</span>{one.until ? <> until <Moment at={one.until} /> <span className="quiet">read {one.untilSnapshot}, which showed it no longer</span></> : ', and in every read since'}</li>
            ))}
          </ol>
        </Card>
      )}
      {view.requests.length > 0 && <Card title="Asked for">{view.requests.map((one) => <RequestPart key={one.request} request={one} />)}</Card>}
      {view.assignments.length > 0 && <Card title="Given by access packages">{view.assignments.map((one) => <AssignmentPart key={one.assignment} assignment={one} />)}</Card>}
      {view.reviews.length > 0 && <Card title={view.reviews.length === 1 ? 'Reviewed' : `Reviewed ${view.reviews.length} times`}>{view.reviews.map((one) => <ReviewPart key={one.item} review={one} />)}</Card>}
      {view.tasks.length > 0 && (
        <Card title="Tasks by hand">
          <ol className={css.steps}>
            {view.tasks.map((task) => <li key={task.task}><b>{spelled(task.status)}</b> <span className="quiet">opened <Moment at={task.createdAt} />, due <Moment at={task.dueOn} day />, {task.owner}</span><p dir="auto">{task.reason}</p>{task.note && <p dir="auto">{task.note}</p>}{task.closedAt && <span className="quiet">Closed <Moment at={task.closedAt} /> by {task.closedBy}</span>}</li>)}
          </ol>
        </Card>
      )}
      {view.exceptions.length > 0 && (
        <Card title="Exceptions">
          {view.exceptions.map((one) => (
            <div key={one.exception} className={css.part}>
              <h3><Link to="/exceptions/$exception" params={{ exception: one.exception }}>{one.policy}</Link> <span className="quiet">{one.state}, until <Moment at={one.untilOn} day /></span></h3>
              <ol className={css.steps}>{one.events.map((event) => <li key={`${event.at} ${event.act}`}><b>{spelled(event.act)}</b> <span className="quiet"><Moment at={event.at} /> by {event.actor}</span>{event.reason && <p dir="auto">{event.reason}</p>}</li>)}</ol>
            </div>
          ))}
        </Card>
      )}
      {view.remarks.length > 0 && <Card title="What is not here"><ul className={css.remarks}>{view.remarks.map((one) => <li key={one}>{one}</li>)}</ul></Card>}
      <Log view={view} />
    </Page>
  );
}

function Who({ view }: { view: Dossier }) {
  const { person, access } = view;
  return (
    <Card>
      <Facts
        facts={[
          ['Whose', person ? <><Link to="/history/person/$principal" params={{ principal: person.principal }}>{person.displayName}</Link> <span className="quiet">{[person.userName, person.userType, person.enabled === false && 'disabled', person.gone && 'no longer in the directory'].filter(Boolean).join(', ')}</span></> : 'Somebody without an account'],
          ['Access', <><Link to="/principals/$principal" params={{ principal: access.resource }}>{access.name}</Link> <span className="quiet">{entitlementText(access.entitlement)}, {resourceWords[access.kind] ?? spelled(access.kind).toLowerCase()} of {access.directory}</span></>],
          person !== null && ['Department', [person.department, person.title].filter(Boolean).join(', ') || null],
          person !== null && ['Manager', person.managerName],
          person !== null && ['Last sign-in', <Moment at={person.lastSignInAt} none="Not known" />],
          person !== null && ['As of', <><Moment at={person.asOf} /> <span className="quiet">{person.source}</span></>],
          person !== null && ['Immutable id', <span className="mono">{person.key}</span>],
          ['Resource id', <span className="mono">{access.key}</span>],
        ]}
      />
    </Card>
  );
}

function Log({ view }: { view: Dossier }) {
  return (
    <Card title="Sealed by" aside={<span className="quiet">{view.log.length} entries of the audit log</span>}>
      <table className={css.log}>
        <thead><tr><th style={{ width: 72 }}>No.</th><th style={{ width: 188 }}>When</th><th>Who</th><th>What</th><th>On</th><th style={{ width: 136 }}>Seal</th></tr></thead>
        <tbody>
          {view.log.map((entry) => (
            <tr key={entry.seq}>
              <td className="number">{formatNumber(entry.seq)}</td><td><Moment at={entry.at} /></td><td title={`${entry.actor}, ${entry.assurance}, on ${entry.device}`}>{entry.actor}</td>
              <td title={entry.operation}>{entry.operation}</td><td title={entry.subject}>{entry.subject}</td><td className="mono" title={entry.hash}>{entry.hash.slice(0, 12)}…</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
