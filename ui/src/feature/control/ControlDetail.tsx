import { Button } from '@fluentui/react-components';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { count } from '../../shared/number';
import { Card, Facts, Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import css from '../compliance/compliance.module.css';
import { cadenceText, cellText, stateWords } from '../compliance/words';

const route = getRouteApi('/controls/$control');

/** One control: what it asks, and how each of its periods stands. */
export default function ControlDetail() {
  const { control } = route.useParams();
  const read = useRead('control.show', { control });
  const remove = useWrite('control.delete');
  const [deleting, setDeleting] = useState(false);
  const go = useNavigate();
  const tell = useTell();
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the control" />;
  const view = read.data;
  const cells = [...view.cells].reverse();
  const parts = (cell: (typeof cells)[number]) => Object.entries(cell.parts).filter(([, some]) => some > 0).map(([state, some]) => `${some} ${stateWords[state as keyof typeof stateWords].word.toLowerCase()}`).join(', ');
  return (
    <Page
      title={`${view.code} ${view.name}`} back={{ to: '/controls', label: 'Controls' }}
      actions={<><Button onClick={() => void go({ to: '/controls/$control/edit', params: { control } })}>Edit</Button><Button onClick={() => setDeleting(true)}>Delete…</Button></>}
    >
      <Card>
        <Facts
          facts={[
            ['Owner', <Link to="/principals/$principal" params={{ principal: view.owner }}>{view.ownerName}</Link>],
            ['Statement', view.statement || null],
            ['How often', `${cadenceText(view.months)}, ${view.graceDays === 0 ? 'no grace' : `${count(view.graceDays, 'day')} of grace`}`],
            ['First period', <><Moment at={view.firstOn} day /> <span className="quiet">{view.zone}</span></>],
            !!view.untilOn && ['No period begins after', <Moment at={view.untilOn} day />],
            ['Covers', view.covered.join('; ')],
            ['Answers', view.frameworkReferences.length ? view.frameworkReferences.join('; ') : 'No requirement of a framework'],
            ['Made', <><Moment at={view.createdAt} /> <span className="quiet">by {view.createdBy}</span></>],
          ]}
        />
      </Card>
      <Card title="Periods" aside={<span className="quiet">two years back and one ahead</span>}>
        {cells.length === 0 ? <p className="quiet">No period lies in these years.</p> : (
          <Table
            label="Periods" total={cells.length} rowAt={(index) => cells[index]} rowHeight={48} upTo={12}
            columns={[
              { id: 'period', label: 'Period', width: 'minmax(170px, 1.2fr)', show: (cell) => <span title={cellText(cell)}><Moment at={cell.startOn} day /> – <Moment at={cell.endOn} day /></span> },
              { id: 'state', label: 'State', width: '132px', show: (cell) => <StateBadge tone={stateWords[cell.state].tone} icon={stateWords[cell.state].icon}>{stateWords[cell.state].word}</StateBadge> },
              { id: 'until', label: 'In time until', width: '124px', show: (cell) => <span className={css.two}><Moment at={cell.lastOn} day />{cell.daysLate > 0 && <span>{count(cell.daysLate, 'day')} late</span>}</span> },
              { id: 'parts', label: 'What it covers', width: 'minmax(120px, 1fr)', show: (cell) => <span title={parts(cell)}>{parts(cell) || '–'}</span> },
              { id: 'runs', label: 'Runs', width: 'minmax(100px, 1fr)', show: (cell) => cell.instances.length === 0 ? <span className="quiet">None</span> : <span className={css.two}><Run instance={cell.instances[0] ?? 0} />{cell.instances.length > 1 && <span>and {cell.instances.length - 1} more</span>}</span> },
              { id: 'evidence', label: 'Evidence', width: '96px', show: (cell) => cell.instances.length === 0 ? <span className="quiet">–</span> : `${cell.evidence.length} of ${cell.instances.length}` },
            ]}
          />
        )}
      </Card>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${view.code}?`} action="Delete" danger busy={remove.isPending} problem={remove.error} onClose={() => setDeleting(false)}
          onConfirm={() => remove.mutate({ control }, { onSuccess: () => { tell.done('The control was deleted.'); void go({ to: '/controls' }); } })}
        >
          <p>Its periods leave the calendar and the findings. What it was stays in the audit log; the reviews it covers stay as they are.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function Run({ instance }: { instance: number }) {
  const read = useRead('instance.show', { instance });
  if (!read.data) return <span className="quiet">Run {instance}</span>;
  return <Link to="/reviews/$review" params={{ review: read.data.review }} search={{ instance }} title={read.data.displayName}>{read.data.displayName}</Link>;
}
