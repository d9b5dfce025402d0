import { Button, Tab, TabList } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useWrite } from '../../api/query';
import { Form, FormActions, ReadFileButton, TextField } from '../../shared/form';
import { Card, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { ReviewForm } from './ReviewForm';
import { type Draft, check, emptyDraft, toDefinition } from './definition';

/** A review, by a form or as the JSON that Microsoft Graph uses; the form shows the JSON it makes. */
export default function ReviewNew() {
  const create = useWrite('review.create');
  const go = useNavigate();
  const tell = useTell();
  const [tab, setTab] = useState<'form' | 'json'>('form');
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [own, setOwn] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const wrong = check(draft);
  const text = own ?? JSON.stringify(toDefinition(draft), null, 2);

  function submit() {
    setTried(true);
    setUnreadable(null);
    let definition: unknown;
    if (own !== null) {
      try {
        definition = JSON.parse(own);
      } catch (thrown) {
        setUnreadable(`This is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
        return;
      }
    } else {
      if (Object.keys(wrong).length > 0) {
        setTab('form');
        return;
      }
      definition = toDefinition(draft);
    }
    create.mutate({ definition }, {
      onSuccess: ({ review }) => {
        tell.done('The review was made.', 'Start it when its people should be asked.');
        void go({ to: '/reviews/$review', params: { review } });
      },
    });
  }

  return (
    <Page title="New review" back={{ to: '/reviews', label: 'Reviews' }}>
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)}>
        <Tab value="form">Form</Tab>
        <Tab value="json">{own === null ? 'JSON preview' : 'JSON (edited)'}</Tab>
      </TabList>
      {create.error && <ProblemBanner problem={{ ...create.error, hint: [create.error.hint, create.error.field && `It stands at ${create.error.field}.`].filter(Boolean).join(' ') || null }} />}
      <Card>
        <Form label="New review" onSubmit={submit}>
          {tab === 'form' ? (
            own === null ? <ReviewForm draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} wrong={tried ? wrong : {}} /> : (
              <div style={{ display: 'flex', gap: 12, alignItems: 'center', flexWrap: 'wrap' }}>
                <p>The JSON was edited by hand, so it is what counts now.</p>
                <Button onClick={() => setTab('json')}>Show the JSON</Button>
                <Button onClick={() => { setOwn(null); setUnreadable(null); }}>Go back to the form, dropping the edits</Button>
              </div>
            )
          ) : (
            <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
              <div style={{ display: 'flex', gap: 8 }}>
                <ReadFileButton label="Open a file…" accept=".json,application/json" onText={(read) => { setOwn(read); setUnreadable(null); }} />
                {own !== null && <Button onClick={() => { setOwn(null); setUnreadable(null); }}>Back to what the form says</Button>}
              </div>
              <TextField label="accessReviewScheduleDefinition" lines={24} mono value={text} onChange={(value) => { setOwn(value); setUnreadable(null); }} error={unreadable} hint="As Microsoft Graph writes it. Paste one here, or edit what the form made." />
            </div>
          )}
          <FormActions>
            <Button onClick={() => void go({ to: '/reviews' })}>Cancel</Button>
            <Button type="submit" appearance="primary" disabled={create.isPending}>Make the review</Button>
          </FormActions>
        </Form>
      </Card>
    </Page>
  );
}
