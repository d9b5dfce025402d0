import { Button, Field, Select, Switch } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { CorrelationRule, CorrelationView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import css from './principal.module.css';
import { ruleHints, ruleWords } from './words';

/** By what accounts are joined, in which order, and which directory says who the people are. */
export function CorrelationRules({ view }: { view: CorrelationView }) {
  const { actor } = useStore();
  const directories = useRead('directory.list', {});
  const change = useWrite('correlation.change');
  const tell = useTell();
  const [rules, setRules] = useState<CorrelationRule[]>(view.setting.rules);
  const [source, setSource] = useState(view.setting.source);
  const list = [...rules, ...view.offered.filter((rule) => !rules.includes(rule))];
  const same = rules.join(' ') === view.setting.rules.join(' ') && source === view.setting.source;
  const move = (at: number, by: number) => {
    const next = [...rules];
    const [one] = next.splice(at, 1);
    if (one) next.splice(at + by, 0, one);
    setRules(next);
  };
  return (
    <div style={{ overflow: 'auto' }}>
      <Card title="What accounts of one person have in common">
        <p className="quiet">The first rule that finds anybody decides. Accounts of programs are joined by rulings alone.</p>
        <ol className={css.rules}>
          {list.map((rule, at) => {
            const on = at < rules.length;
            return (
              <li key={rule} className={css.rule}>
                <Switch checked={on} disabled={!actor.administrator} aria-label={ruleWords[rule]} onChange={(_, now) => setRules(now.checked ? [...rules, rule] : rules.filter((one) => one !== rule))} />
                <span className={css.two}><span>{on ? `${at + 1}. ` : ''}{ruleWords[rule]}</span><span className="quiet ellipsis" title={ruleHints[rule]}>{ruleHints[rule]}</span></span>
                {on && actor.administrator && (
                  <>
                    <Button size="small" appearance="subtle" icon={<ArrowUpRegular />} disabled={at === 0} aria-label={`${ruleWords[rule]} earlier`} onClick={() => move(at, -1)} />
                    <Button size="small" appearance="subtle" icon={<ArrowDownRegular />} disabled={at === rules.length - 1} aria-label={`${ruleWords[rule]} later`} onClick={() => move(at, 1)} />
                  </>
                )}
              </li>
            );
          })}
        </ol>
        <Field className={css.source} label="Source of people" hint="An account elsewhere that is of nobody there is a finding, and so is one of somebody who has left there.">
          <Select value={String(source ?? '')} disabled={!actor.administrator} onChange={(_, now) => setSource(now.value ? Number(now.value) : null)}>
            <option value="">No directory</option>
            {directories.data?.map((one) => <option key={one.directory} value={one.directory}>{one.name}</option>)}
          </Select>
        </Field>
        <ProblemBanner problem={change.error} />
        {actor.administrator && (
          <div style={{ marginTop: 16 }}>
            <Button
              appearance="primary" disabled={same || change.isPending}
              onClick={() => change.mutate({ rules, source }, { onSuccess: () => tell.done('The rules are changed.', 'Everybody was looked at again.') })}
            >
              Save, and look at everybody again
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}
