import { Button } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useState } from 'react';
import { usePages } from '../../api/pages';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { Table } from '../../shared/table';
import { LinkDialog } from './LinkDialog';
import css from './access.module.css';
import { givesText } from './words';

interface Props { onAsk: (of: { package: number } | { packageKey: string }) => void }

/** The packages that some policy lets me ask for. */
export function Available({ onAsk }: Props) {
  const [text, setText] = useState('');
  const [linking, setLinking] = useState(false);
  const search = useSettled(text.trim());
  const pages = usePages('access.available', search ? { search } : {});
  const link = <Button onClick={() => setLinking(true)}>By a link…</Button>;
  return (
    <>
      <div className={css.tools}>
        <Search value={text} onChange={setText} label="Search by name, or by what it gives" />
        {link}
        {pages.total !== null && <span className="quiet number" role="status">{count(pages.total, 'package')}</span>}
      </div>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Looking at the policies" /> : pages.total === 0 ? (
        <Empty
          icon={<SearchRegular />} title={search ? 'Nothing you can ask for matches' : 'There is nothing you can ask for'}
          text={search ? 'Search for another word, or open the link you were sent.' : 'No policy lets you ask for a package. A hidden one is asked for by the link you were sent.'}
        />
      ) : (
        <Table
          label="Access I can ask for" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={60} onOpen={(row) => onAsk({ package: row.package })}
          columns={[
            { id: 'what', label: 'Access package', width: 'minmax(160px, 2fr)', show: (row) => <span className={css.two}><b title={row.packageName}>{row.packageName}</b><span title={row.description}>{row.description}</span></span> },
            { id: 'gives', label: 'Gives', width: 'minmax(160px, 2fr)', show: (row) => <span title={row.gives.join('\n')}>{givesText(row.gives)}</span> },
            { id: 'catalog', label: 'Catalog', width: 'minmax(100px, 1fr)', show: (row) => <span title={row.catalogName}>{row.catalogName}</span> },
            { id: 'act', label: 'Act', width: '112px', show: (row) => row.assignment !== null ? <StateBadge tone="good">You have it</StateBadge>
              : row.request !== null ? <StateBadge tone="busy">Asked for</StateBadge>
              : <Button size="small" onClick={() => onAsk({ package: row.package })} aria-label={`Ask for ${row.packageName}`}>Ask…</Button> },
          ]}
        />
      )}
      {linking && <LinkDialog onClose={() => setLinking(false)} onAsk={(packageKey) => { setLinking(false); onAsk({ packageKey }); }} />}
    </>
  );
}
