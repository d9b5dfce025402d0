import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Spinner } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { DirectoryView } from '../../api/contract';
import type { JobCode } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ReturnFocus } from '../../shared/dialog';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { useJob } from '../job/job';
import css from './directory.module.css';

/** A code to be typed in a browser; closes when somebody has signed in with it. */
export function SignInDialog({ directory, onClose }: { directory: DirectoryView; onClose: () => void }) {
  const start = useWrite('directory.signIn');
  const cancel = useWrite('job.cancel');
  const tell = useTell();
  const [job, setJob] = useState<number | null>(null);
  const view = useJob(job, (ended) => {
    if (ended.state !== 'done') return;
    const { account } = ended.result as { account: string | null };
    tell.done(account ? `${account} is signed in.` : 'Somebody is signed in.', 'Probe the directory to see what may be read.');
    onClose();
  });
  const begun = useRef(false);
  function begin() {
    setJob(null);
    start.mutate({ directory: directory.directory }, { onSuccess: (started) => setJob(started.job) });
  }
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    begin();
  });
  const problem = start.error ?? (view?.state === 'problem' ? view.problem : null);
  function close() {
    if (job !== null && view?.state === 'running') cancel.mutate({ job });
    onClose();
  }
  return (
    <Dialog open modalType="alert" onOpenChange={(_, change) => !change.open && close()}>
      <DialogSurface style={{ maxWidth: 480 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Sign in to {directory.name}</DialogTitle>
          <DialogContent>
            <div className={css.stack}>
              {problem ? <ProblemBanner problem={problem} /> : view?.code ? <Code code={view.code} /> : <Spinner size="small" labelPosition="after" label="Asking for a code" style={{ justifyContent: 'start' }} />}
            </div>
          </DialogContent>
          <DialogActions>
            {problem && <Button appearance="primary" disabled={start.isPending} onClick={begin}>Begin again</Button>}
            <Button appearance="secondary" onClick={close}>Cancel</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Code({ code }: { code: JobCode }) {
  const [copied, setCopied] = useState(false);
  const left = useSecondsUntil(code.until);
  return (
    <>
      <ol className={css.steps}>
        <li>Open <strong className={css.breaks}>{code.address}</strong> in a browser, on this machine or another.</li>
        <li>Type this code, and sign in as the person who may read the tenant.</li>
      </ol>
      <div className={css.code}>
        <output aria-label="The code" className={css.codeText}>{code.code}</output>
        <Button onClick={() => void navigator.clipboard.writeText(code.code).then(() => setCopied(true), () => setCopied(false))}>{copied ? 'Copied' : 'Copy'}</Button>
      </div>
      <p className="quiet">This closes by itself when it is done. The code is good for <span role="timer">{clock(left)}</span> more. Type it only at that address, and give it to nobody: whoever types it signs in here.</p>
    </>
  );
}

function useSecondsUntil(until: string): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.round((new Date(until).getTime() - now) / 1000));
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
