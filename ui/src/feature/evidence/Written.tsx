import { Button } from '@fluentui/react-components';
import { CalendarLtrRegular } from '@fluentui/react-icons/svg/calendar-ltr';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { EvidenceRow } from '../../api/operations';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { count, formatBytes } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { PeriodDialog } from './PeriodDialog';
import css from './evidence.module.css';
import { subjectOf } from './words';

/** Every document that was written from this store, and a way to write that of a period. */
export function Written() {
  const made = useRead('evidence.list', {});
  const [asking, setAsking] = useState(false);
  const rows = made.data;
  return (
    <Card title="Evidence of this store" aside={<Button icon={<CalendarLtrRegular />} onClick={() => setAsking(true)}>Evidence of a period…</Button>}>
      <p className="quiet">{rows && rows.length > 0 ? `${count(rows.length, 'document')}, the newest first. ` : ''}Evidence of a review, an access package or an exception is written on its own page.</p>
      <ProblemBanner problem={made.error} retry={() => void made.refetch()} />
      {!rows ? !made.error && <Loading label="Reading what was written" /> : rows.length === 0 ? <p>No document has been written yet.</p> : (
        <Table
          label="Evidence of this store" total={rows.length} rowAt={(place) => rows[place]} rowHeight={48} upTo={6}
          columns={[
            { id: 'at', label: 'Written', width: '150px', show: (row) => <span className={css.two}><Moment at={row.exportedAt} /><span title={row.exportedBy}>{row.exportedBy}</span></span> },
            { id: 'of', label: 'Of', width: 'minmax(120px, 1.4fr)', show: (row) => <Of row={row} /> },
            { id: 'file', label: 'File', width: 'minmax(140px, 1.6fr)', show: (row) => <span className={css.two}><span title={row.fileName}>{row.fileName}</span><span className="number">{count(row.pages, 'page')}, {formatBytes(row.bytes)}</span></span> },
            { id: 'root', label: 'Document and root', width: 'minmax(150px, 1.6fr)', show: (row) => <span className={css.two}><span className="mono" title={row.documentId}>{row.documentId}</span><span className="mono" title={`Root ${row.root}`}>{row.root}</span></span> },
          ]}
        />
      )}
      {asking && <PeriodDialog onClose={() => setAsking(false)} />}
    </Card>
  );
}

function Of({ row }: { row: EvidenceRow }) {
  const subject = subjectOf(row);
  if (subject.kind === 'review') return <Link to="/reviews/$review" params={{ review: subject.review }} search={{ instance: subject.instance }} title={subject.text}>{subject.text}</Link>;
  if (subject.kind === 'package') return <Link to="/packages/$package" params={{ package: subject.package }} search={{ tab: 'evidence' }} title={subject.text}>{subject.text}</Link>;
  if (subject.kind === 'exception') return <Link to="/exceptions/$exception" params={{ exception: subject.exception }}>{subject.text}</Link>;
  return <span title={subject.text}>{subject.text}</span>;
}
