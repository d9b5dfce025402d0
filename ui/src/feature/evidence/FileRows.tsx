import { useMemo, useState } from 'react';
import { usePages } from '../../api/pages';
import { Empty } from '../../shared/empty';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { Table } from '../../shared/table';
import { Card } from '../../shared/page';
import { Fields } from './Value';
import { type FileRow, type TableHead, cellText, columnsOf, named, sectionWords } from './section';
import css from './evidence.module.css';

/** One list of the record, a page at a time, with the row the keys are on in full below it. */
export function FileRows({ path, section, tables }: { path: string; section: string; tables: TableHead[] }) {
  const [search, setSearch] = useState('');
  const [current, setCurrent] = useState(0);
  const pages = usePages('evidence.rows', { path, section, filter: useSettled(search) });
  const first = pages.rowAt(0);
  const columns = useMemo(() => columnsOf(section, first).map(([label, place, width]) => ({
    id: place, label, width,
    show: (row: FileRow) => {
      const text = row ? cellText(section, row, place, tables) : 'Too long to be shown';
      return <span className="ellipsis" title={text}>{text}</span>;
    },
  })), [section, first, tables]);
  const row = pages.rowAt(current);
  return (
    <div className={css.rows}>
      <Search value={search} onChange={setSearch} label={`Find in ${sectionWords(section).toLowerCase()}`} />
      <ProblemBanner problem={pages.problem} />
      {pages.total === null && !pages.problem && <Loading label="Reading the file" />}
      {pages.total === 0 && <Empty title={search ? 'Nothing matches' : 'The record has none'} text={search ? 'No row of this list holds that text.' : 'This list of the record is empty.'} />}
      {pages.total !== null && pages.total > 0 && (
        <Table label={sectionWords(section)} columns={columns} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} onCurrent={setCurrent} upTo={10} />
      )}
      {row && <Card title="The row in full"><Fields of={named(section, row, tables)} /></Card>}
    </div>
  );
}
