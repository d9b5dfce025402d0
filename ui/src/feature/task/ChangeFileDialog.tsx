import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import type { Input } from '../../api/contract';
import type { ChangeFile, ChangeFileKind } from '../../api/operations';
import { host } from '../../api/host';
import { useRead, useWrite } from '../../api/query';
import { ReturnFocus } from '../../shared/dialog';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import css from './task.module.css';

/** The change ready to be run by whoever may: LDIF for a directory server, PowerShell for Entra and Active Directory. */
export function ChangeFileDialog({ input, title, onClose }: { input: Input<'task.changeFile'>; title: string; onClose: () => void }) {
  const [kind, setKind] = useState<ChangeFileKind | ''>('');
  const read = useRead('task.changeFile', { ...input, ...(kind ? { kind } : {}) }, { keep: true });
  const [said, setSaid] = useState('');
  const save = useWrite('task.saveChangeFile');
  const choose = host().chooseFile;
  const file = read.data;
  // The system's own dialog has asked already whether a file of that name may be replaced.
  const keep = (path: string) => save.mutate({ ...input, ...(kind ? { kind } : {}), path, replace: true }, { onSuccess: (saved) => setSaid(`Saved as ${saved.path}.`) });
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 720 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            <div className={css.content}>
              <p className="quiet">Read it before you run it. Running it closes no task: the next sync does, when it sees the access gone.</p>
              <ProblemBanner problem={read.error ?? save.error} />
              <Field label="As">
                <Select value={kind} onChange={(_, change) => setKind(change.value as ChangeFileKind | '')}>
                  <option value="">What fits the directory</option>
                  <option value="ldif">LDIF</option>
                  <option value="powerShell">PowerShell</option>
                </Select>
              </Field>
              {!file ? !read.error && <Loading label="Writing the file" /> : (
                <>
                  <p className="number">{file.name}: {count(file.tasks, 'task')}{file.elsewhere > 0 && `; ${count(file.elsewhere, 'more needs', 'more need')} the other kind of file`}.</p>
                  <pre className={css.file} tabIndex={0} aria-label="The change file">{file.text}</pre>
                </>
              )}
              <span role="status" className="quiet">{said}</span>
            </div>
          </DialogContent>
          <DialogActions>
            {file && choose && <Button appearance="primary" disabled={save.isPending} onClick={() => void choose(question(file)).then((path) => path && keep(path))}>Save…</Button>}
            {file && !choose && <Button appearance="primary" onClick={() => download(file)}>Download</Button>}
            {file && <Button onClick={() => void navigator.clipboard.writeText(file.text).then(() => setSaid('Copied.'), () => setSaid(''))}>Copy</Button>}
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

const question = (file: ChangeFile) => {
  const end = file.name.slice(file.name.lastIndexOf('.') + 1);
  return { title: 'Where the change file goes', mode: 'save' as const, suggested: file.name, filters: [{ name: end === 'ps1' ? 'PowerShell' : 'LDIF', extensions: [end] }] };
};

function download(file: ChangeFile) {
  const url = URL.createObjectURL(new Blob([file.text], { type: file.mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
