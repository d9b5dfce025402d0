import { Button } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { CalendarCheckmarkRegular } from '@fluentui/react-icons/svg/calendar-checkmark';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePages } from '../../api/pages';
import { Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Search, useSettled } from '../../shared/search';
import { Table } from '../../shared/table';
import css from '../compliance/compliance.module.css';
import { cadenceText } from '../compliance/words';

/** What the organization has promised to review. */
export default function ControlList() {
  const [text, setText] = useState('');
  const search = useSettled(text.trim());
  const pages = usePages('control.list', search ? { search } : {});
  const go = useNavigate();
  const add = <Button appearance="primary" icon={<AddRegular />} onClick={() => void go({ to: '/controls/new' })}>Make a control</Button>;
  return (
    <Page title="Controls" fill lead="What the organization has promised to review, how often, and who answers for it." actions={pages.total || search ? add : undefined}>
      {(pages.total !== 0 || search) && <Search label="Search by id or name" value={text} onChange={setText} />}
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the controls" /> : pages.total === 0 ? (
        <Empty icon={<CalendarCheckmarkRegular />} title={search ? 'No control is called so' : 'No control yet'} text={search ? undefined : 'A control covers reviews, access packages, or every resource that a rule names, in periods of some months.'}>{!search && add}</Empty>
      ) : (
        <Table
          label="Controls" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={56} onOpen={(row) => void go({ to: '/controls/$control', params: { control: row.control } })}
          columns={[
            { id: 'control', label: 'Control', width: 'minmax(160px, 1.6fr)', show: (row) => <span className={css.two}><Link to="/controls/$control" params={{ control: row.control }} title={`${row.code} ${row.name}`}>{row.code}</Link><span title={row.name}>{row.name}</span></span> },
            { id: 'covers', label: 'Covers', width: 'minmax(120px, 1.4fr)', show: (row) => <span className={css.two}><span title={row.covered.join('\n')}>{row.covered[0]}</span>{row.covered.length > 1 && <span>and {row.covered.length - 1} more</span>}</span> },
            { id: 'answers', label: 'Answers', width: 'minmax(120px, 1.2fr)', show: (row) => row.frameworkReferences.length === 0 ? <span className="quiet">–</span> : <span className={css.two}><span title={row.frameworkReferences.join('\n')}>{row.frameworkReferences[0]}</span>{row.frameworkReferences.length > 1 && <span>and {row.frameworkReferences.length - 1} more</span>}</span> },
            { id: 'cadence', label: 'How often', width: '124px', show: (row) => <span className={css.two}><span>{cadenceText(row.months)}</span><span>{row.graceDays === 0 ? 'no grace' : `${row.graceDays} days of grace`}</span></span> },
            { id: 'owner', label: 'Owner', width: 'minmax(100px, 1fr)', show: (row) => <span title={row.ownerName}>{row.ownerName}</span> },
            { id: 'first', label: 'Since', width: '104px', show: (row) => <Moment at={row.firstOn} day /> },
          ]}
        />
      )}
    </Page>
  );
}
