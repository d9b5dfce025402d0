import { Button, Field, Select } from '@fluentui/react-components';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow } from '../../app/store';
import type { CallProblem } from '../../api/contract';
import type { ControlDraft, ControlView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { isDay, toDayInput } from '../../shared/date';
import { DayField, Fieldset, Form, FormActions, TextField } from '../../shared/form';
import { Card, Page } from '../../shared/page';
import { ProblemBanner, ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import { CoverFields, type Cover } from './CoverFields';
import { ReferenceFields } from './ReferenceFields';

const route = getRouteApi('/controls/$control/edit');

export function ControlNew() {
  const create = useWrite('control.create');
  const go = useNavigate();
  const tell = useTell();
  return (
    <Page title="New control" back={{ to: '/controls', label: 'Controls' }}>
      <Editor problem={create.error} busy={create.isPending} action="Make the control" onSubmit={(draft) => create.mutate({ draft }, { onSuccess: ({ control }) => { tell.done('The control was made.'); void go({ to: '/controls/$control', params: { control } }); } })} />
    </Page>
  );
}

export function ControlEdit() {
  const { control } = route.useParams();
  const read = useRead('control.show', { control });
  const edit = useWrite('control.edit');
  const go = useNavigate();
  const tell = useTell();
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the control" />;
  return (
    <Page title={`Edit ${read.data.code}`} back={{ to: '/controls/$control', params: { control }, label: read.data.code }}>
      <Editor view={read.data} problem={edit.error} busy={edit.isPending} action="Keep the changes" onSubmit={(draft) => edit.mutate({ control, draft }, { onSuccess: () => { tell.done('The control was changed.'); void go({ to: '/controls/$control', params: { control } }); } })} />
    </Page>
  );
}

const cadences: [number, string][] = [[1, 'Month'], [3, 'Quarter'], [6, 'Half-year'], [12, 'Year']];
const named = ['code', 'name', 'owner', 'statement', 'covers', 'references', 'firstOn', 'untilOn', 'months', 'graceDays', 'zone'];

interface Props { view?: ControlView; problem: CallProblem | null; busy: boolean; action: string; onSubmit: (draft: ControlDraft) => void }

function Editor({ view, problem, busy, action, onSubmit }: Props) {
  const now = useNow();
  const go = useNavigate();
  const [code, setCode] = useState(view?.code ?? '');
  const [name, setName] = useState(view?.name ?? '');
  const [owner, setOwner] = useState<Chosen[]>(view ? [{ principal: view.owner, key: '', displayName: view.ownerName, userName: null }] : []);
  const [statement, setStatement] = useState(view?.statement ?? '');
  const [covers, setCovers] = useState<Cover[]>(view ? view.covers.map((scope, at) => ({ scope, label: view.covered[at] ?? '' })) : []);
  const [references, setReferences] = useState(view?.references ?? []);
  const [firstOn, setFirstOn] = useState(view?.firstOn ?? `${toDayInput(now).slice(0, 4)}-01-01`);
  const [untilOn, setUntilOn] = useState(view?.untilOn ?? '');
  const [months, setMonths] = useState(String(view?.months ?? 3));
  const [grace, setGrace] = useState(String(view?.graceDays ?? 15));
  const [zone, setZone] = useState(view?.zone ?? '');
  const at = (field: string) => (problem?.field === field ? problem.message : undefined);
  const ready = code.trim() !== '' && name.trim() !== '' && owner.length === 1 && covers.length > 0 && isDay(firstOn) && (untilOn === '' || isDay(untilOn)) && /^\d+$/.test(months) && /^\d+$/.test(grace);
  const person = owner[0];
  return (
    <Form
      label={action}
      onSubmit={() => ready && person && onSubmit({
        code, name, owner: person.principal, statement, references, covers: covers.map((one) => one.scope), firstOn, months: Number(months), graceDays: Number(grace),
        ...(untilOn ? { untilOn } : {}), ...(zone.trim() ? { zone: zone.trim() } : {}),
      })}
    >
      <ProblemBanner problem={problem && !named.includes(problem.field ?? '') ? problem : null} />
      <Card>
        <Fieldset title="What it is" hint="As your organization names it.">
          <TextField label="Id" required value={code} onChange={setCode} error={at('code')} placeholder="AC-07" />
          <TextField label="Name" required value={name} onChange={setName} error={at('name')} />
          <PrincipalPicker label="Owner" kind="user" single required chosen={owner} onChange={setOwner} error={at('owner')} hint="Who answers for it." />
          <TextField label="Statement" lines={3} value={statement} onChange={setStatement} error={at('statement')} hint="What is promised." />
        </Fieldset>
        <Fieldset title="What it covers" hint="Each is looked at by itself in every period.">
          <CoverFields covers={covers} onChange={setCovers} error={at('covers')} />
        </Fieldset>
        <Fieldset title="How often" hint="A run belongs to the period it was planned for, else the one it began in.">
          <Field label="Length of a period">
            <Select value={cadences.some(([length]) => String(length) === months) ? months : 'other'} onChange={(_, change) => setMonths(change.value === 'other' ? '2' : change.value)}>
              {cadences.map(([length, word]) => <option key={length} value={length}>{word}</option>)}
              <option value="other">Another number of months</option>
            </Select>
          </Field>
          {!cadences.some(([length]) => String(length) === months) && <TextField label="Months" type="number" min={1} max={120} value={months} onChange={setMonths} error={at('months')} />}
          <TextField label="Days of grace" type="number" min={0} max={366} value={grace} onChange={setGrace} error={at('graceDays')} hint="A run that ends within them is in time." />
          <DayField label="First day of the first period" required value={firstOn} onChange={setFirstOn} error={at('firstOn')} />
          <DayField label="No period begins after" value={untilOn} onChange={setUntilOn} error={at('untilOn')} hint="Empty: it goes on." />
          <TextField label="Time zone" value={zone} onChange={setZone} error={at('zone')} placeholder="Europe/Berlin" hint="Empty: the organization’s." />
        </Fieldset>
        <Fieldset title="What it answers" hint="Requirements of frameworks. They stand in the evidence of every run.">
          <ReferenceFields references={references} onChange={setReferences} error={at('references')} />
        </Fieldset>
      </Card>
      <FormActions>
        <Button type="submit" appearance="primary" disabled={busy || !ready}>{action}</Button>
        <Button onClick={() => void go(view ? { to: '/controls/$control', params: { control: view.control } } : { to: '/controls' })}>Cancel</Button>
      </FormActions>
    </Form>
  );
}
