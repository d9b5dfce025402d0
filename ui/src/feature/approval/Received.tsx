import { Button } from '@fluentui/react-components';
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import type { ApprovalDecision, ReceivedRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useNow } from '../../app/store';
import { StateBadge } from '../../shared/badge';
import { ageText } from '../../shared/date';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { ReceivedPane } from './ReceivedPane';
import { CarryDialog } from '../inbox/CarryDialog';
import { ReturnDialog } from './ReturnDialog';
import { decisionOf } from './answer';
import css from './approval.module.css';
import { contentOf, farText } from './content';

/** Requests that came in packets: answered here without a network, and returned as a file. */
export function Received() {
  const pages = usePages('approval.received.list', {});
  const [at, setAt] = useState(0);
  // A half-made answer belongs to its request, wherever the list moves it.
  const [asked, setAsked] = useState<{ row: ReceivedRow; decision: ApprovalDecision } | null>(null);
  const [returning, setReturning] = useState(false);
  const [carrying, setCarrying] = useState(false);
  const desk = useRef<HTMLDivElement>(null);
  const now = useNow();
  const current = asked?.row ?? pages.rowAt(at);
  const back = useCallback(() => { setAsked(null); desk.current?.querySelector<HTMLElement>('[role=grid]')?.focus(); }, []);
  function press(event: KeyboardEvent) {
    const typing = (event.target as HTMLElement).closest('input, textarea, select, [contenteditable]') !== null;
    const wanted = typing || !current || current.returned ? null : decisionOf(event.nativeEvent);
    if (!wanted || !current) return;
    event.preventDefault();
    setAsked({ row: current, decision: wanted });
  }
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading what came in packets" />;
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      <div className={css.acts}>
        <Button appearance="primary" onClick={() => setReturning(true)}>Return answers…</Button>
        <Button onClick={() => setCarrying(true)}>Carry on elsewhere…</Button>
      </div>
      <div className={css.desk} ref={desk} onKeyDown={press}>
        <div className={css.list}>
          <Table
            label="Requests that came in packets" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} onCurrent={setAt} rowHeight={56}
            onPick={(index) => setAsked((before) => (before && pages.rowAt(index)?.approval === before.row.approval ? before : null))} held={asked ? (row) => row.approval === asked.row.approval : undefined}
            columns={[
              { id: 'who', label: 'For', width: 'minmax(110px, 1.2fr)', show: (row) => <span className={css.two}><span title={contentOf(row).target}>{contentOf(row).target}</span><span title={row.originName}>{row.originName}</span></span> },
              { id: 'what', label: 'Access package', width: 'minmax(120px, 1.3fr)', show: (row) => <span className={css.two}><b title={contentOf(row).package}>{contentOf(row).package}</b>{contentOf(row).stages > 1 && <span>{`stage ${row.stage} of ${contentOf(row).stages}`}</span>}</span> },
              { id: 'due', label: 'Answer until', width: '112px', show: (row) => row.dueAt === null ? '–' : <span className={new Date(row.dueAt) < now ? css.late : undefined}>{ageText(new Date(row.dueAt), now)}</span> },
              { id: 'far', label: 'State', width: '136px', show: (row) => <StateBadge tone={row.returned ? 'good' : row.decision !== null ? 'busy' : row.gone ? 'quiet' : 'warn'}>{farText(row)}</StateBadge> },
            ]}
          />
        </div>
        <ReceivedPane row={current ?? null} decision={asked?.decision ?? null} onDecide={(next) => (next && current ? setAsked({ row: current, decision: next }) : back())} onDone={back} />
      </div>
      <p className={css.keys}><kbd>↑</kbd> <kbd>↓</kbd> another request, <kbd>A</kbd> approve, <kbd>D</kbd> deny, then the reason and <kbd>Enter</kbd>; <kbd>Esc</kbd> goes back. Nothing leaves this machine before you return it.</p>
      {returning && <ReturnDialog of="approval.return" onClose={() => setReturning(false)} />}
      {carrying && <CarryDialog of="approval.carry" one="answer" onClose={() => setCarrying(false)} />}
    </>
  );
}
