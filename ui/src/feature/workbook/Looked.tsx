import { Link } from '@tanstack/react-router';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { count, formatNumber } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { Table } from '../../shared/table';
import { asDecision, decisionWords } from '../item/words';
import { type WorkbookSum, problemWords, wouldDecide } from './words';

/** Decisions in words, each with its number. */
const told = (would: Record<string, number>): string =>
  Object.entries(would).map(([word, number]) => `${formatNumber(number)} ${decisionWords[asDecision(word)].toLowerCase()}`).join(', ') || 'nothing';

/** What a workbook would decide or has decided, and every row that is not as it should be. */
export function Looked({ sum, taken }: { sum: WorkbookSum; taken: boolean }) {
  const review = useRead('instance.show', { instance: sum.instance }).data;
  const decides = wouldDecide(sum);
  return (
    <>
      <Card title={taken ? 'Taken in' : 'What it would decide'}>
        <Facts
          facts={[
            ['Reviewer', <Link key="who" to="/principals/$principal" params={{ principal: sum.reviewer }}>{sum.name}</Link>],
            review && ['Review', <Link key="review" to="/reviews/$review" params={{ review: review.review }} search={{ instance: sum.instance }}>{review.displayName}</Link>],
            taken ? ['Decided', formatNumber(sum.decided)] : ['Would decide', told(sum.would)],
            sum.same > 0 && ['Stand so already', formatNumber(sum.same)],
            ['Left open by the reviewer', `${formatNumber(sum.open)} of ${formatNumber(sum.rows)}`],
            ['How sure it is', 'A workbook shows by its checksum that rows are as they were handed out, not who filled them in. The log and the evidence say “workbook” of each of these decisions, and who brought it in.'],
          ]}
        />
        {!taken && sum.preview.length > 0 && (
          <>
            {decides > sum.preview.length && <p className="quiet">The first {formatNumber(sum.preview.length)} of {formatNumber(decides)} are listed; all are taken in.</p>}
            <Table
              label={`What it would decide, ${count(decides, 'decision')}`} total={sum.preview.length} rowAt={(at) => sum.preview[at]} upTo={10} rowHeight={44}
              columns={[
                { id: 'row', label: 'Row', width: '64px', align: 'end', show: (row) => formatNumber(row.row) },
                { id: 'person', label: 'Person', width: 'minmax(120px, 1.4fr)', show: (row) => <span className="ellipsis" title={row.person}>{row.person}</span> },
                { id: 'access', label: 'Access to', width: 'minmax(120px, 1.4fr)', show: (row) => <span className="ellipsis" title={row.access}>{row.access}</span> },
                { id: 'decision', label: 'Decision', width: '112px', show: (row) => <b>{decisionWords[asDecision(row.decision)]}</b> },
                { id: 'reason', label: 'Reason', width: 'minmax(120px, 2fr)', show: (row) => row.justification ? <span className="ellipsis" title={row.justification}>{row.justification}</span> : <span className="quiet">none</span> },
              ]}
            />
          </>
        )}
      </Card>
      <Card title={sum.problemTotal > 0 ? `Rows that are not taken as they are (${formatNumber(sum.problemTotal)})` : 'Rows that are not taken as they are'}>
        {sum.problemTotal === 0 ? <p className="quiet">Every row is as it was handed out.</p> : (
          <>
            {sum.problemTotal > sum.problems.length && <p className="quiet">The first {formatNumber(sum.problems.length)} of {formatNumber(sum.problemTotal)} are listed.</p>}
            <Table
              label={count(sum.problemTotal, 'problem')} total={sum.problems.length} rowAt={(at) => sum.problems[at]} upTo={10} rowHeight={44}
              columns={[
                { id: 'row', label: 'Row', width: '64px', align: 'end', show: (row) => row.row === null ? <span className="quiet">–</span> : formatNumber(row.row) },
                { id: 'kind', label: 'What', width: '112px', show: (row) => <StateBadge tone={row.kind === 'refused' || row.kind === 'edited' ? 'bad' : 'warn'}>{problemWords[row.kind] ?? row.kind}</StateBadge> },
                { id: 'why', label: 'Why', width: 'minmax(200px, 4fr)', show: (row) => <span className="ellipsis" title={row.what}>{row.what}</span> },
              ]}
            />
          </>
        )}
      </Card>
    </>
  );
}
