import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { DirectoryView, FileSetting } from '../../api/contract';
import { forget, useWrite } from '../../api/query';
import { useStore } from '../../app/store';
import { FormActions } from '../../shared/form';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { FileMapping } from './FileMapping';
import { FilesFields } from './add/FilesFields';
import css from './directory.module.css';

/** The files of a connection and what their columns mean, put right and kept. */
export function FilesTab({ directory }: { directory: DirectoryView }) {
  const kept = (directory.settings as { files?: FileSetting[] } | null)?.files ?? [];
  const [files, setFiles] = useState(kept);
  const write = useWrite('directory.change');
  const tell = useTell();
  const { actor } = useStore();
  const changed = JSON.stringify(files) !== JSON.stringify(kept);
  if (!actor.administrator) return <>{kept.map((file) => <FileMapping key={file.path} file={file} />)}</>;
  return (
    <div className={css.stack}>
      <Card>
        <ProblemBanner problem={write.error} />
        <FilesFields files={files} change={setFiles} wrong={files.length === 0 ? 'Name at least one file.' : undefined} />
        <FormActions>
          <Button onClick={() => { forget('directory.mapping'); setFiles([...kept]); }}>{changed ? 'Take back' : 'Look again'}</Button>
          <Button
            appearance="primary" disabled={!changed || files.length === 0 || write.isPending}
            onClick={() => write.mutate({ directory: directory.directory, settings: { files } }, { onSuccess: () => tell.done('What the columns mean is kept.', 'The next sync reads the files so.') })}
          >
            Keep
          </Button>
        </FormActions>
      </Card>
    </div>
  );
}
