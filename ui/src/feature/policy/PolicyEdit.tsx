import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { PolicyView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { Editor } from '../../shared/definition/Editor';
import { Fieldset, TextField } from '../../shared/form';
import { Card, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { PlaceContext } from './form/context';
import type { Draft } from './form/draft';
import { fromPolicy } from './form/fromPolicy';
import { kind } from './form/kind';
import { withNames } from './form/names';
import css from './policy.module.css';

const route = getRouteApi('/packages/$package/policies/$policy');

/** A policy, changed for who asks from now on. */
export default function PolicyEdit() {
  const { policy } = route.useParams();
  const read = useRead('policy.show', { policy });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the policy" />;
  return <Change key={`${policy} ${read.data.version}`} view={read.data} />;
}

function Change({ view }: { view: PolicyView }) {
  const edit = useWrite('policy.edit');
  const of = useRead('package.show', { package: view.package });
  const go = useNavigate();
  const tell = useTell();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [read] = useState(() => fromPolicy(view.definition));
  const [first, setFirst] = useState<Draft | null>(null);
  useEffect(() => { void withNames(read.draft).then(setFirst); }, [read]);
  const back = () => void go({ to: '/packages/$package', params: { package: view.package }, search: { tab: 'policies' } });
  if (!first) return <Loading label="Looking up the names" />;
  return (
    <Page title={`Change “${view.displayName}”`} back={{ to: '/packages/$package', params: { package: view.package }, search: { tab: 'policies' }, label: of.data?.displayName ?? 'The package' }} lead={`Version ${view.version}. What was asked for already is decided under the version it was asked under.`}>
      {read.lost.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>The form cannot show everything of this policy.</MessageBarTitle>
            {' '}Saved from the form, these places are lost: {read.lost.map((path) => <span key={path} className="mono">{path} </span>)}. Edit the JSON to keep them.
          </MessageBarBody>
        </MessageBar>
      )}
      <PlaceContext value={{ package: view.package, policy: view.policy }}>
        <Editor
          kind={kind} label="Change the policy" action="Save as a new version" first={first} problem={edit.error} busy={edit.isPending} onCancel={back}
          tail={() => (
            <Fieldset title="Why it changes" hint="The reason, and the policy before and after, stand in the evidence.">
              <TextField label="Reason for the change" required lines={2} value={reason} onChange={setReason} error={asked && !reason.trim() ? 'Say why the policy is changed.' : undefined} />
            </Fieldset>
          )}
          onSubmit={(definition) => {
            setAsked(true);
            if (reason.trim()) edit.mutate({ policy: view.policy, definition, reason: reason.trim() }, { onSuccess: () => { tell.done('The policy was changed.', 'It counts from now on.'); back(); } });
          }}
        />
      </PlaceContext>
      <Versions policy={view.policy} />
    </Page>
  );
}

/** Every version, who made it and why. */
function Versions({ policy }: { policy: number }) {
  const read = useRead('policy.version.list', { policy });
  if (!read.data || read.data.length < 2) return null;
  return (
    <Card title="Versions">
      <ol className={css.stages}>
        {[...read.data].sort((one, other) => other.version - one.version).map((one) => <li key={one.version}><b>Version {one.version}</b> <span className="quiet"><Moment at={one.changedAt} /> by {one.changedBy}</span>{one.reason && <p dir="auto">{one.reason}</p>}</li>)}
      </ol>
    </Card>
  );
}
