import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ReviewView } from '../../api/contract';
import { useRead, useWrite } from '../../api/query';
import { Fieldset, TextField } from '../../shared/form';
import { Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { Editor } from './form/Editor';
import type { Draft } from './form/draft';
import { fromDefinition } from './form/fromDefinition';
import { withNames } from './form/names';

const route = getRouteApi('/reviews/$review/edit');

/** The series, changed for runs to come. */
export default function ReviewEdit() {
  const { review } = route.useParams();
  const read = useRead('review.show', { review });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the review" />;
  return <Change key={review} view={read.data} />;
}

function Change({ view }: { view: ReviewView }) {
  const edit = useWrite('review.edit');
  const go = useNavigate();
  const tell = useTell();
  const [reason, setReason] = useState('');
  const [read] = useState(() => fromDefinition(view.definition));
  const [first, setFirst] = useState<Draft | null>(null);
  useEffect(() => { void withNames(read.draft).then(setFirst); }, [read]);
  const back = () => void go({ to: '/reviews/$review', params: { review: view.review } });
  if (!first) return <Loading label="Looking up the names" />;
  return (
    <Page title={`Change “${view.displayName}”`} back={{ to: '/reviews/$review', params: { review: view.review }, label: view.displayName }} lead="A run that is going on keeps what it started with; the change counts from the next run on.">
      {read.lost.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>The form cannot show everything of this definition.</MessageBarTitle>
            {' '}Saved from the form, these places are lost: {read.lost.map((path) => <span key={path} className="mono">{path} </span>)}. Edit the JSON to keep them.
          </MessageBarBody>
        </MessageBar>
      )}
      <Editor
        label="Change the review" action="Save the change" first={first} problem={edit.error} busy={edit.isPending} onCancel={back}
        tail={() => (
          <Fieldset title="Why it changes" hint="The reason, and the definition before and after, stand in the evidence.">
            <TextField label="Reason for the change" lines={2} value={reason} onChange={setReason} />
          </Fieldset>
        )}
        onSubmit={(definition) => edit.mutate({ review: view.review, definition, ...(reason.trim() ? { reason: reason.trim() } : {}) }, { onSuccess: () => { tell.done('The review was changed.', 'It counts from the next run on.'); back(); } })}
      />
    </Page>
  );
}
