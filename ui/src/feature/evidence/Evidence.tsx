import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { FileView } from './FileView';
import { useWrite } from '../../api/query';
import { Form, PathField, TextField } from '../../shared/form';
import { Card, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Work } from '../../shared/progress';
import { Verdict } from './Verdict';

/** Checks an evidence file by itself; where it was made is told on each review. */
export default function Evidence() {
  const verify = useWrite('evidence.verify');
  const [path, setPath] = useState('');
  const [root, setRoot] = useState('');
  return (
    <Page title="Evidence" lead="Check whether an evidence file is still what was written. It needs no network, and not the store it came from. To make evidence, open a review.">
      <FileView />
      <Card title="Verify against a root you trust">
        <Form label="Verify a file" onSubmit={() => path.trim() && verify.mutate({ path: path.trim(), root: root.replace(/\s/g, '') || undefined })}>
          <div style={{ display: 'flex', flexDirection: 'column', gap: 16, maxWidth: 720 }}>
            <PathField label="Evidence PDF" required value={path} onChange={setPath} question={{ title: 'The evidence to verify', mode: 'open', filters: [{ name: 'PDF', extensions: ['pdf'] }] }} />
            <TextField label="Root hash from a copy you trust" mono value={root} onChange={setRoot} hint="Such as the one printed on the cover. With it, even a file that was rebuilt as a whole is found out." />
            <div><Button type="submit" appearance="primary" disabled={!path.trim() || verify.isPending}>Verify</Button></div>
          </div>
        </Form>
      </Card>
      <div aria-live="polite" style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        {verify.isPending && <Work phase="Checking every byte" done={0} total={null} />}
        <ProblemBanner problem={verify.error} />
        {verify.data && !verify.isPending && <Verdict verdict={verify.data} />}
      </div>
    </Page>
  );
}
