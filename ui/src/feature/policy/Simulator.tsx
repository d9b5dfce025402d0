import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Explained, PolicySimulated, Question, StageForeseen } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { count, formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './policy.module.css';
import { periodWords } from './sentences';

/** Could this person ask, who would approve stage by stage, until when, and if not exactly why. Nothing is kept of it. */
export function Simulator({ package: id, onClose }: { package: number; onClose: () => void }) {
  const [who, setWho] = useState<Chosen[]>([]);
  const person = who[0];
  const read = useRead('policy.simulate', { package: id, ...(person ? { principal: person.principal } : {}) }, { keep: true });
  return (
    <Card title="If somebody asked now" aside={<Button onClick={onClose}>Close</Button>}>
      <PrincipalPicker label="Person" kind="user" single chosen={who} onChange={setWho} hint="Without a person: who could ask at all." />
      <ProblemBanner problem={read.error} />
      {!read.data ? !read.error && <Loading label="Looking" /> : (
        <div className={css.part} aria-live="polite" aria-busy={read.isPlaceholderData}>
          {read.data.closed && <MessageBar intent="warning"><MessageBarBody>{read.data.closed}</MessageBarBody></MessageBar>}
          {person && !read.data.person && <Loading label={`Looking at ${person.displayName}`} />}
          {person && read.data.person && <Person of={read.data.person} />}
          {!person && read.data.policies.map((one) => <Everybody key={one.policy} of={one} />)}
        </div>
      )}
    </Card>
  );
}

function Person({ of }: { of: Explained }) {
  return (
    <>
      <MessageBar intent={of.may ? 'success' : 'warning'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{of.may ? `${of.displayName} could ask for “${of.packageName}”.` : `${of.displayName} could not ask for “${of.packageName}”.`}</MessageBarTitle>
          {of.reasons.length > 0 && <ul className={css.bullets}>{of.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>}
        </MessageBarBody>
      </MessageBar>
      {of.assignment !== null && <p><Link to="/assignments/$assignment" params={{ assignment: of.assignment }}>They hold it already.</Link></p>}
      {of.choose.length > 1 && <p className="quiet">{count(of.choose.length, 'policy', 'policies')} fit equally well; {of.displayName} would choose one.</p>}
      {of.choose.map((one) => (
        <section key={one.policy} className={css.policy} aria-label={one.displayName}>
          <h3>Under “{one.displayName}” <span className="quiet">version {one.version}</span></h3>
          {one.needsApproval ? <Stages stages={one.stages} /> : <p>Nobody approves: it is given at once.</p>}
          <p>{one.endsAt ? <>If it began now, it would end <Moment at={one.endsAt} />.</> : 'It would not end.'}{one.needsJustification && ' They would have to say why.'}{one.customSchedule && ' They could name their own dates.'}</p>
          <Questions questions={one.questions} />
        </section>
      ))}
      {of.hidden.length > 0 && of.choose.length > 0 && <div className={css.part}><h3>Policies that do not count for them</h3><ul className={css.bullets}>{of.hidden.map((one) => <li key={one.policy}>“{one.displayName}”: {one.because}</li>)}</ul></div>}
    </>
  );
}

function Everybody({ of }: { of: PolicySimulated }) {
  const more = of.people - of.sample.length;
  return (
    <section className={css.policy} aria-label={of.displayName}>
      <h3>{of.displayName}</h3>
      {of.note ? <p>{of.note}</p> : <p>{of.people === 0 ? 'Nobody could ask under it.' : `${count(of.people, 'person', 'people')} could ask under it, if no more specific policy is for them.`}</p>}
      {of.sample.length > 0 && <div className={css.names}>{of.sample.map((one) => one.displayName).join(', ')}{more > 0 ? ` and ${formatNumber(more)} more` : ''}</div>}
      {of.stages.length > 0 && <Stages stages={of.stages} />}
      <p>{of.endsAt ? <>If it began now, it would end <Moment at={of.endsAt} />.</> : 'It would not end.'}</p>
    </section>
  );
}

function Stages({ stages }: { stages: StageForeseen[] }) {
  return (
    <ol className={css.stages}>
      {stages.map((stage) => {
        const instead = stage.relative.length > 0 ? stage.approvers.filter((one) => one.kind === 'fallback') : [];
        const asked = [...stage.relative, ...stage.approvers.filter((one) => !instead.includes(one)).map((one) => one.displayName)];
        return (
          <li key={stage.position}>
            <b>{stages.length > 1 ? `Stage ${stage.position}: ` : 'Approved by '}</b>{asked.join(', ') || <StateBadge tone="bad">Nobody could approve</StateBadge>}
            {instead.length > 0 && <span>, or {instead.map((one) => one.displayName).join(', ')} where there is nobody</span>}<span className="quiet"> within {periodWords(stage.timeOut)}{stage.justification ? ', saying why' : ''}{stage.escalateAfter ? `; after ${periodWords(stage.escalateAfter)} also ${stage.alternates.map((one) => one.displayName).join(', ') || 'others'}` : ''}</span>
            {stage.why && <div className={css.names}>{stage.why}</div>}
          </li>
        );
      })}
    </ol>
  );
}

function Questions({ questions }: { questions: Question[] }) {
  if (questions.length === 0) return null;
  return <div><span>They would be asked:</span><ul className={css.bullets}>{questions.map((one) => <li key={one.id}>{one.text}{!one.required && <span className="quiet"> (may stay open)</span>}</li>)}</ul></div>;
}
