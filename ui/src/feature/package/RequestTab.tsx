import { ClipboardTextLtrRegular } from '@fluentui/react-icons/svg/clipboard-text-ltr';
import type { PackageView } from '../../api/operations';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { requestKindWords, requestStateWords } from '../assignment/words';
import css from './package.module.css';

/** Who asked for the package, and what became of it. */
export function RequestTab({ view }: { view: PackageView }) {
  const pages = usePages('request.list', { mine: false, package: view.package });
  return (
    <div className={css.tab}>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the requests" /> : pages.total === 0 ? (
        <Empty icon={<ClipboardTextLtrRegular />} title="Nobody has asked for it" text="Requests, and what administrators assigned, stand here with their history." />
      ) : (
        <Table
          label={`Requests for ${view.displayName}`} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52}
          columns={[
            { id: 'who', label: 'For', width: 'minmax(140px, 1.4fr)', show: (row) => <a className="ellipsis" href={`#/requests/${row.request}`} title={row.targetName ?? undefined}>{row.targetName ?? 'An outsider'}</a> },
            { id: 'kind', label: 'What', width: 'minmax(120px, 1fr)', show: (row) => <span className={css.two}><span>{requestKindWords[row.kind] ?? row.kind}</span><span className="ellipsis quiet" title={row.policyName}>{row.policyName}</span></span> },
            { id: 'by', label: 'Asked by', width: 'minmax(120px, 1fr)', show: (row) => <span title={row.requestorName}>{row.requestorName}</span> },
            { id: 'state', label: 'State', width: '168px', show: (row) => <span className={css.two}><span><StateBadge tone={requestStateWords[row.state]?.tone ?? 'quiet'}>{requestStateWords[row.state]?.word ?? row.state}</StateBadge></span>{row.state === 'pendingApproval' && row.stageCount > 0 && <span className="quiet">Stage {row.stage} of {row.stageCount}</span>}</span> },
            { id: 'asked', label: 'Asked', width: '112px', show: (row) => <Moment at={row.createdAt} day /> },
            { id: 'done', label: 'Completed', width: '112px', show: (row) => <Moment at={row.completedAt} day /> },
          ]}
        />
      )}
    </div>
  );
}
