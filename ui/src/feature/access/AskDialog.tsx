import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody, MessageBarTitle, Radio, RadioGroup } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useStore } from '../../app/store';
import type { Explained, PolicyChoice } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { ReturnFocus } from '../../shared/dialog';
import { DayField, GroupProblem, TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { Foreseen } from './Foreseen';
import { type Answers, QuestionList, given, unanswered } from './QuestionList';
import css from './access.module.css';
import { endOfDay, startOfDay } from './words';

interface Props { of: { package: number } | { packageKey: string }; onClose: () => void }

/** What asking for a package means for me, and the asking. */
export function AskDialog({ of, onClose }: Props) {
  const { actor } = useStore();
  const read = useRead('access.explain', { ...of, ...(actor.principal !== null ? { principal: actor.principal } : {}) });
  if (read.data?.may) return <Asking of={of} about={read.data} onClose={onClose} />;
  return (
    <Shell title={read.data ? `${read.data.packageName} cannot be asked for` : 'Ask for access'} onClose={onClose}>
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      {!read.error && !read.data && <Loading label="Looking at the policies" />}
      {read.data && <Refused about={read.data} />}
    </Shell>
  );
}

/** Exactly why not: each reason is a sentence of the desk. */
function Refused({ about }: { about: Explained }) {
  return (
    <div className={css.stack}>
      <ul className={css.lines}>{about.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
      <Conflicts about={about} />
      <Hidden about={about} />
    </div>
  );
}

function Conflicts({ about }: { about: Explained }) {
  const more = about.conflicts.filter((one) => !about.reasons.includes(one));
  if (more.length === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody><MessageBarTitle>It does not go together with what you have.</MessageBarTitle> {more.join(' ')}</MessageBarBody>
    </MessageBar>
  );
}

/** Policies that were passed over, so that nobody wonders where they went. */
function Hidden({ about }: { about: Explained }) {
  if (about.hidden.length === 0) return null;
  return (
    <div className={css.part}>
      <h3>Policies that are not for you now</h3>
      <ul className={css.lines}>{about.hidden.map((one) => <li key={one.policy}><b>{one.displayName}</b> <span className="quiet">{one.because}</span></li>)}</ul>
    </div>
  );
}

function Asking({ of, about, onClose }: Props & { about: Explained }) {
  const submit = useWrite('request.submit');
  const tell = useTell();
  const go = useNavigate();
  const [chosen, setChosen] = useState(about.choose.length === 1 ? about.choose[0]?.policy ?? null : null);
  const [reason, setReason] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [answers, setAnswers] = useState<Answers>({});
  const [tried, setTried] = useState(false);
  const policy = about.choose.find((one) => one.policy === chosen);
  const at = (field: string) => (submit.error?.field === field ? submit.error.message : undefined);
  const missing = !policy || (policy.needsJustification && !reason.trim()) || unanswered(policy.questions, answers).length > 0 || [from, until].some((day) => day !== '' && !isDay(day));
  function ask() {
    setTried(true);
    if (!policy || missing) return;
    submit.mutate(
      {
        ...of, policy: policy.policy, answers: given(policy.questions, answers), ...(reason.trim() ? { justification: reason.trim() } : {}),
        ...(from ? { startsAt: startOfDay(from) } : {}), ...(until ? { endsAt: endOfDay(until) } : {}),
      },
      {
        onSuccess: (request) => {
          tell.done(request.state === 'pendingApproval' ? 'Your request waits for its approvers.' : request.state === 'scheduled' ? 'Your access begins on its day.' : 'Your access is on its way.');
          onClose();
          void go({ to: '/requests/$request', params: { request: request.request } });
        },
      },
    );
  }
  const placed = ['justification', 'answers', 'startsAt', 'endsAt', 'policy'];
  return (
    <Shell title={`Ask for ${about.packageName}`} onClose={onClose} action={<Button appearance="primary" disabled={submit.isPending} onClick={ask}>Ask for it</Button>}>
      <div className={css.stack}>
        <Conflicts about={about} />
        {about.choose.length > 1 && (
          <div className={css.part}>
            <RadioGroup aria-label="Under which policy" value={chosen === null ? '' : String(chosen)} onChange={(_, change) => { setChosen(Number(change.value)); setAnswers({}); }}>
              {about.choose.map((one) => <Radio key={one.policy} value={String(one.policy)} label={<Choice choice={one} />} />)}
            </RadioGroup>
            <p className="quiet">These policies fit you equally well, so you choose under which one you ask.</p>
            <GroupProblem error={tried && !policy ? 'Choose a policy.' : at('policy')} />
          </div>
        )}
        {policy && (
          <>
            {about.choose.length === 1 && policy.description && <p dir="auto">{policy.description}</p>}
            <Foreseen choice={policy} />
            <TextField
              label="Why you need it" required={policy.needsJustification} lines={2} value={reason} onChange={setReason}
              error={tried && policy.needsJustification && !reason.trim() ? 'Say why; this policy asks for a reason.' : at('justification')}
            />
            <QuestionList questions={policy.questions} answers={answers} onChange={setAnswers} tried={tried} />
            <GroupProblem error={at('answers')} />
            {policy.customSchedule && (
              <div className={css.days}>
                <DayField label="From" value={from} onChange={setFrom} error={at('startsAt')} hint="Empty: as soon as it is approved." />
                <DayField label="Until" value={until} onChange={setUntil} error={at('endsAt')} hint="Empty: as long as the policy allows." />
              </div>
            )}
          </>
        )}
        <Hidden about={about} />
        <ProblemBanner problem={submit.error && placed.includes(submit.error.field ?? '') ? null : submit.error} />
      </div>
    </Shell>
  );
}

function Choice({ choice }: { choice: PolicyChoice }) {
  return <span className={css.two}><span>{choice.displayName}</span>{choice.description && <span>{choice.description}</span>}</span>;
}

function Shell({ title, action, children, onClose }: { title: string; action?: ReactNode; children: ReactNode; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 600 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{children}</DialogContent>
          <DialogActions>{action}<Button onClick={onClose}>{action ? 'Cancel' : 'Close'}</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
