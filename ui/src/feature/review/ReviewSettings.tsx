import type { InstanceView, ReviewView } from '../../api/contract';
import { Moment } from '../../shared/Moment';
import { count } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { inForce } from './settings';
import { justificationWords, silenceWords } from './words';
import css from './review.module.css';

/** The configuration as it is in force, and the definition it came from. */
export function ReviewSettings({ view, instance }: { view: ReviewView; instance: InstanceView }) {
  const settings = inForce(view.definition);
  return (
    <>
      <Card>
        <Facts
          facts={[
            ['Scope', settings.scope],
            ['Reviewers', settings.reviewers],
            ['Fallback reviewers', settings.fallback > 0 ? count(settings.fallback, 'person', 'people') : 'None'],
            ['Duration', settings.durationDays !== null ? count(settings.durationDays, 'day') : null],
            ['Start', settings.startOn ? <Moment at={settings.startOn} day /> : 'When an administrator starts it'],
            ['If nobody decides', silenceWords[settings.silence] ?? settings.silence],
            ['A reason is', justificationWords[settings.justification] ?? settings.justification],
            ['Recommendations', settings.recommendations ? `By sign-in within ${count(instance.lookBackDays, 'day')}` : 'Off'],
            ['Carrying out', settings.autoApply ? 'By itself at the end' : 'By hand, after the plan was shown'],
            ['Second signature', `If more than ${settings.thresholdPercent ?? 50} % of a group would go, or a group would be empty`],
            ['For administrators', settings.descriptionForAdmins],
            ['Made', <><Moment at={view.createdAt} /> <span className="quiet">by {view.createdBy}</span></>],
            instance.startedAt !== null && ['Started', <><Moment at={instance.startedAt} /> <span className="quiet">by {instance.startedBy}</span></>],
          ]}
        />
      </Card>
      <Card title="Definition"><pre className={css.json} tabIndex={0} aria-label="Definition as JSON">{JSON.stringify(view.definition, null, 2)}</pre></Card>
    </>
  );
}
