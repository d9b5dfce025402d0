import { Button } from '@fluentui/react-components';
import { useEffect, useMemo, useState } from 'react';
import type { InstanceView, ReviewView } from '../../api/contract';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { count } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import type { Draft } from './form/draft';
import { fromDefinition } from './form/fromDefinition';
import { withNames } from './form/names';
import { helperWords, summary } from './form/words';
import { inForce } from './settings';
import { capital, justificationWords } from './words';
import css from './review.module.css';

/** The configuration as it is in force, in sentences, and the definition it came from. */
export function ReviewSettings({ view, instance }: { view: ReviewView; instance: InstanceView }) {
  const settings = inForce(view.definition);
  const read = useMemo(() => fromDefinition(view.definition), [view.definition]);
  const [draft, setDraft] = useState<Draft>(read.draft);
  useEffect(() => {
    let over = false;
    void withNames(read.draft).then((named) => { if (!over) setDraft(named); });
    return () => { over = true; };
  }, [read]);
  return (
    <>
      <Card>
        <ul className={css.sentences}>{summary(draft).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
        <Facts
          facts={[
            ['A reason is', justificationWords[settings.justification] ?? settings.justification],
            ['Recommendations', settings.recommendations ? `By sign-in within ${count(instance.lookBackDays, 'day')}${draft.helpers.map((one) => `; ${(helperWords[one]?.word ?? one).toLowerCase()}`).join('')}` : 'Off'],
            draft.rule !== '' && ['Rule', <span className="mono">{draft.rule}</span>],
            draft.stages.length > 1 && ['Earlier decisions', draft.showHistory ? 'Shown to later stages' : 'Hidden from later stages'],
            ['Approvals carried', draft.carryForwardDays ? `If not older than ${count(Number(draft.carryForwardDays), 'day')}` : 'No'],
            ['Second signature', `If more than ${settings.thresholdPercent ?? 50} % of a group would go, or a group would be empty`],
            ['Notices', [draft.mail && 'at the start of a stage and at the end', draft.reminders && 'a reminder at half time'].filter(Boolean).join('; ') || 'None'],
            draft.startOn !== '' && ['Time zone', draft.zone || 'The organization’s'],
            ['For administrators', settings.descriptionForAdmins],
            ['Made', <><Moment at={view.createdAt} /> <span className="quiet">by {view.createdBy}</span></>],
            instance.startedAt !== null && ['Started', <><Moment at={instance.startedAt} /> <span className="quiet">by {instance.startedBy}</span></>],
          ]}
        />
      </Card>
      {Object.keys(instance.exclusions).length > 0 && (
        <Card title="Left out">
          <Facts facts={Object.entries(instance.exclusions).map(([reason, figure]) => [capital(reason), count(figure, 'access', 'accesses')] as const)} />
        </Card>
      )}
      <Definition review={view.review} />
    </>
  );
}

function Definition({ review }: { review: number }) {
  const read = useRead('review.export', { review });
  const [copied, setCopied] = useState(false);
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return null;
  const text = JSON.stringify(read.data.definition, null, 2);
  return (
    <Card title="Definition" aside={<span><span role="status" className="quiet">{copied ? 'Copied. ' : ''}</span><Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))}>Copy</Button></span>}>
      {read.data.notCarried.length > 0 && <p className="quiet">Microsoft Graph has no word for {read.data.notCarried.map((path) => <span key={path} className="mono">{path} </span>)}; other programs leave it out.</p>}
      <pre className={css.json} tabIndex={0} aria-label="Definition as JSON">{text}</pre>
    </Card>
  );
}
