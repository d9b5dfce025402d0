import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow } from '../../app/store';
import { useWrite } from '../../api/query';
import { toDayInput } from '../../shared/date';
import { Card, Page } from '../../shared/page';
import { useTell } from '../../shared/toast';
import { Editor } from './form/Editor';
import { type Draft, emptyDraft } from './form/draft';
import css from './form/form.module.css';
import { fromTemplate, templates } from './form/template';

export default function ReviewNew() {
  const create = useWrite('review.create');
  const go = useNavigate();
  const tell = useTell();
  return (
    <Page title="New review" back={{ to: '/reviews', label: 'Reviews' }}>
      <Editor
        label="New review" action="Make the review" first={emptyDraft} problem={create.error} busy={create.isPending}
        lead={(draft, take) => <Templates draft={draft} take={take} />}
        onCancel={() => void go({ to: '/reviews' })}
        onSubmit={(definition) => create.mutate({ definition }, {
          onSuccess: ({ review }) => {
            tell.done('The review was made.', 'It starts on its day, or when an administrator starts it.');
            void go({ to: '/reviews/$review', params: { review } });
          },
        })}
      />
    </Page>
  );
}

function Templates({ draft, take }: { draft: Draft; take: (draft: Draft) => void }) {
  const today = toDayInput(useNow());
  const [chosen, setChosen] = useState('blank');
  return (
    <Card title="Start from">
      <div className={css.templates} role="group" aria-label="Templates">
        {templates.map((one) => (
          <button key={one.id} type="button" className={css.template} aria-pressed={chosen === one.id} onClick={() => { setChosen(one.id); take(fromTemplate(one, draft, today)); }}>
            <b>{one.title}</b><span>{one.text}</span>
          </button>
        ))}
      </div>
    </Card>
  );
}
