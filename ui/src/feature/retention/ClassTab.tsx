import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { RetentionClass } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField, problemAt } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import css from './retention.module.css';

/** The classes, and which of them counts where nobody chose another. */
export function ClassTab() {
  const { actor } = useStore();
  const read = useRead('retention.class.list', {});
  const choose = useWrite('retention.choose');
  const tell = useTell();
  const [editing, setEditing] = useState<RetentionClass | 'new' | null>(null);
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the classes" />;
  const rows = read.data;
  return (
    <Card title="Classes" aside={actor.administrator && <Button onClick={() => setEditing('new')}>New class…</Button>}>
      <Table
        label="Retention classes" total={rows.length} rowAt={(at) => rows[at]} upTo={12}
        columns={[
          { id: 'name', label: 'Class', width: 'minmax(140px, 1fr)', show: (row) => <span title={row.name}>{row.name} {row.standard && <StateBadge tone="busy">Counts by itself</StateBadge>}</span> },
          { id: 'years', label: 'Kept', width: '96px', align: 'end', show: (row) => count(row.years, 'year') },
          { id: 'because', label: 'Who asks for it', width: 'minmax(180px, 2fr)', show: (row) => <span title={row.because}>{row.because}</span> },
          { id: 'chosen', label: 'Chosen for', width: '96px', align: 'end', show: (row) => formatNumber(row.chosen) },
          { id: 'acts', label: '', width: '184px', align: 'end', show: (row) => actor.administrator && (
            <span className={css.acts}>
              {!row.standard && <Button size="small" disabled={choose.isPending} onClick={() => choose.mutate({ class: row.class }, { onError: tell.problem, onSuccess: () => tell.done(`${row.name} counts where nobody chose another.`) })}>Let it count</Button>}
              <Button size="small" aria-label={`Change ${row.name}`} onClick={() => setEditing(row)}>Change…</Button>
            </span>
          ) },
        ]}
      />
      {editing && <ClassDialog row={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Card>
  );
}

function ClassDialog({ row, onClose }: { row: RetentionClass | null; onClose: () => void }) {
  const put = useWrite('retention.class.put');
  const tell = useTell();
  const [name, setName] = useState(row?.name ?? '');
  const [years, setYears] = useState(String(row?.years ?? 7));
  const [because, setBecause] = useState(row?.because ?? '');
  const at = (field: string) => problemAt(put.error, field).validationMessage ?? null;
  const known = ['name', 'years', 'because'].includes(put.error?.field ?? '');
  return (
    <ConfirmDialog
      title={row ? `Change “${row.name}”` : 'New retention class'} action={row ? 'Change' : 'Make the class'} busy={put.isPending || !name.trim() || !/^\d{1,3}$/.test(years)} problem={known ? null : put.error} onClose={onClose}
      onConfirm={() => put.mutate({ name: name.trim(), years: Number(years), because: because.trim(), ...(row ? { class: row.class } : {}) }, { onSuccess: () => { tell.done(row ? 'The class is changed.' : 'The class is made.'); onClose(); } })}
    >
      <div className={css.form}>
        {row && row.chosen > 0 && <p>It is chosen for {count(row.chosen, 'review or package', 'reviews and packages')}; their day moves with it. The log keeps what it was.</p>}
        <TextField label="Name" required value={name} onChange={setName} error={at('name')} />
        <TextField label="Years" required type="number" min={1} max={100} value={years} onChange={setYears} error={at('years')} />
        <TextField label="Who asks for it" lines={2} value={because} onChange={setBecause} error={at('because')} />
      </div>
    </ConfirmDialog>
  );
}
