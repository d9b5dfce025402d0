import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { OfferRow, RequestKind } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useWrite } from '../../api/query';
import { useNow } from '../../app/store';
import { StateBadge } from '../../shared/badge';
import { ageText } from '../../shared/date';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { ReturnDialog } from '../approval/ReturnDialog';
import { CarryDialog } from '../inbox/CarryDialog';
import { WriteDialog } from './WriteDialog';
import css from './access.module.css';
import { actWord, offerActs, offerOf, offerStanding } from './offer';
import { givesText } from './words';

/** What may be asked for by packets that were opened here: written without a network, and returned as a file. */
export function Offers() {
  const pages = usePages('request.offer.list', {});
  const [writing, setWriting] = useState<{ row: OfferRow; kind: RequestKind } | null>(null);
  const [returning, setReturning] = useState(false);
  const [carrying, setCarrying] = useState(false);
  const withdraw = useWrite('request.withdraw');
  const tell = useTell();
  const now = useNow();
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading what came in packets" />;
  const takeBack = (row: OfferRow) => withdraw.mutate({ offer: row.offer }, {
    onSuccess: () => tell.done(row.returned ? `Taken back, to be returned: ${row.packageName}.` : `Taken back: ${row.packageName}.`),
  });
  return (
    <>
      <ProblemBanner problem={pages.problem ?? withdraw.error} retry={pages.retry} />
      <div className={css.acts}>
        <Button appearance="primary" onClick={() => setReturning(true)}>Return requests…</Button>
        <Button onClick={() => setCarrying(true)}>Carry on elsewhere…</Button>
      </div>
      <Table
        label="Access packages that came in packets" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={60}
        columns={[
          { id: 'what', label: 'Access package', width: 'minmax(150px, 2fr)', show: (row) => <span className={css.two}><b title={row.packageName}>{row.packageName}</b><span title={offerOf(row).description}>{offerOf(row).description ?? row.originName}</span></span> },
          { id: 'gives', label: 'Gives', width: 'minmax(120px, 1.6fr)', show: (row) => <span title={(offerOf(row).gives ?? []).join('\n')}>{givesText(offerOf(row).gives ?? [])}</span> },
          { id: 'until', label: 'Ask until', width: '112px', show: (row) => row.dueAt === null ? '–' : ageText(new Date(row.dueAt), now) },
          { id: 'state', label: 'State', width: '160px', show: (row) => { const is = offerStanding(row); return <StateBadge tone={is.tone}>{is.word}</StateBadge>; } },
          {
            id: 'act', label: 'Act', width: '208px', show: (row) => (
              <span className={css.acts}>
                {offerActs(row).map((act) => act === 'withdraw'
                  ? <Button key={act} size="small" disabled={withdraw.isPending} aria-label={`Take back ${row.packageName}`} onClick={() => takeBack(row)}>Take back</Button>
                  : <Button key={act} size="small" aria-label={`${actWord(row, act)} ${row.packageName}`} onClick={() => setWriting({ row, kind: act })}>{`${actWord(row, act)}…`}</Button>)}
              </span>
            ),
          },
        ]}
      />
      <p className="quiet">Nothing leaves this machine before you return it. Whether it is granted is found where the packages are.</p>
      {writing && <WriteDialog row={writing.row} kind={writing.kind} onClose={() => setWriting(null)} />}
      {returning && <ReturnDialog of="request.return" onClose={() => setReturning(false)} />}
      {carrying && <CarryDialog of="request.carry" one="request" onClose={() => setCarrying(false)} />}
    </>
  );
}
