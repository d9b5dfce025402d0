import { Button, Menu, MenuItemRadio, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger, MenuDivider, MenuGroup, MenuGroupHeader, SearchBox, Tooltip } from '@fluentui/react-components';
import { KeyboardRegular } from '@fluentui/react-icons/svg/keyboard';
import { LightbulbCheckmarkRegular } from '@fluentui/react-icons/svg/lightbulb-checkmark';
import { MultiselectLtrRegular } from '@fluentui/react-icons/svg/multiselect-ltr';
import { OptionsRegular } from '@fluentui/react-icons/svg/options';
import { PanelRightRegular } from '@fluentui/react-icons/svg/panel-right';
import { PersonArrowRightRegular } from '@fluentui/react-icons/svg/person-arrow-right';
import { StackRegular } from '@fluentui/react-icons/svg/stack';
import { type ReactNode, type Ref, memo } from 'react';
import { useRead } from '../../api/query';
import { count, formatNumber } from '../../shared/number';
import { Glyph, type GlyphName } from './Glyph';
import css from './desk.module.css';
import type { Filter } from './list';
import type { DeskSetting } from './setting';
import { type Decision, type DeskGroup, type Recommendation, decisionWords, decisions, recommendationWords } from './words';

export interface Chosen { mine: boolean; decision: Decision[]; recommendation: Recommendation[]; search: string }

interface Props {
  chosen: Chosen;
  choose: (part: Partial<Chosen>) => void;
  instance: number;
  filter: Filter;
  scopes: boolean;
  setting: DeskSetting;
  set: (part: Partial<DeskSetting>) => void;
  selected: number;
  total: number;
  open: boolean;
  mayAccept: boolean;
  searchBox: Ref<HTMLInputElement>;
  onAccept: () => void;
  onBulk: () => void;
  onHelp: () => void;
  onAlike: () => void;
  onDelegate: () => void;
  mayDelegate: boolean;
}

/** Which rows are shown and how, and what can be done with many of them at once. */
export const Toolbar = memo(function Toolbar(props: Props) {
  const { chosen, choose, setting, set } = props;
  return (
    <div className={css.toolbar} role="group" aria-label="The list">
      <div className={css.bar}>
        <SearchBox
          ref={props.searchBox} value={chosen.search} size="small" placeholder="Search (/)" aria-label="Search people and resources" className={css.search}
          onChange={(_, change) => choose({ search: change.value })}
        />
        {props.scopes && (
          <Segments label="Whose items" value={chosen.mine ? 'mine' : 'all'} onChoose={(value) => choose({ mine: value === 'mine' })} options={[['mine', 'Mine'], ['all', 'All']]} />
        )}
        <Segments
          label="Group by" value={setting.group ?? 'none'} onChoose={(value) => set({ group: value === 'none' ? null : (value as DeskGroup) })}
          options={[['resource', 'By resource'], ['principal', 'By person'], ['none', 'Plain']]}
        />
        <span className={css.gap} />
        {props.open && <Button size="small" icon={<StackRegular />} onClick={props.onAlike} disabled={props.total === 0}>Alike</Button>}
        {props.open && props.mayDelegate && <Button size="small" icon={<PersonArrowRightRegular />} onClick={props.onDelegate} disabled={props.total === 0}>Delegate</Button>}
        {props.open && props.mayAccept && (
          <Button size="small" icon={<LightbulbCheckmarkRegular />} onClick={props.onAccept}>Accept recommendations</Button>
        )}
        {props.open && (
          <Button size="small" icon={<MultiselectLtrRegular />} appearance={props.selected > 0 ? 'primary' : 'secondary'} disabled={props.total === 0} onClick={props.onBulk}>
            {props.selected > 0 ? `Decide on ${formatNumber(props.selected)} selected` : 'Decide on many'}
          </Button>
        )}
        <Options setting={setting} set={set} />
        <Tooltip content="Details (I)" relationship="label">
          <Button size="small" appearance="subtle" icon={<PanelRightRegular />} aria-pressed={setting.pane} onClick={() => set({ pane: !setting.pane })} />
        </Tooltip>
        <Tooltip content="Keys (?)" relationship="label"><Button size="small" appearance="subtle" icon={<KeyboardRegular />} onClick={props.onHelp} /></Tooltip>
      </div>
      <Chips {...props} />
    </div>
  );
});

/** The list without the one if it was in, with it if it was not. */
const toggle = <Name extends string>(all: Name[], one: Name): Name[] => (all.includes(one) ? all.filter((other) => other !== one) : [...all, one]);

/** The filters, each with its count. They read for themselves, so that a decision draws these and not the whole bar. */
function Chips({ chosen, choose, instance, filter, total }: Props) {
  const tally = useRead('item.list', { instance, filter: { ...filter, decision: [] }, offset: 0, limit: 0 }, { keep: true }).data?.count;
  return (
    <div className={css.chips}>
      <div role="group" aria-label="Decision" className={css.chipGroup}>
        {decisions.map((one) => (
          <Chip key={one} on={chosen.decision.includes(one)} onClick={() => choose({ decision: toggle(chosen.decision, one) })} glyph={one} count={tally?.[one]}>{decisionWords[one]}</Chip>
        ))}
      </div>
      <div role="group" aria-label="Recommendation" className={css.chipGroup}>
        <span className={css.chipLabel}>Recommended</span>
        {(['approve', 'deny', 'noInfoAvailable'] as const).map((one) => (
          <Chip key={one} on={chosen.recommendation.includes(one)} onClick={() => choose({ recommendation: toggle(chosen.recommendation, one) })} glyph={one}>{recommendationWords[one]}</Chip>
        ))}
      </div>
      <span className={css.shown} role="status">{count(total, 'row')}</span>
    </div>
  );
}

function Chip({ on, onClick, glyph, count: figure, children }: { on: boolean; onClick: () => void; glyph: GlyphName; count?: number; children: ReactNode }) {
  return (
    <button type="button" className={css.chip} aria-pressed={on} data-tone={glyph} onClick={onClick}>
      <Glyph name={glyph} />{children}{figure !== undefined && <span className="number">{formatNumber(figure)}</span>}
    </button>
  );
}

interface SegmentsProps { label: string; value: string; onChoose: (value: string) => void; options: [string, string][] }

function Segments({ label, value, onChoose, options }: SegmentsProps) {
  return (
    <div role="group" aria-label={label} className={css.segments}>
      {options.map(([one, word]) => (
        <button type="button" key={one} aria-pressed={value === one} onClick={() => onChoose(one)}>{word}</button>
      ))}
    </div>
  );
}

function Options({ setting, set }: Pick<Props, 'setting' | 'set'>) {
  return (
    <Menu
      checkedValues={{ then: [setting.then], pane: setting.pane ? ['pane'] : [] }}
      onCheckedValueChange={(_, change) => {
        if (change.name === 'then') set({ then: change.checkedItems[0] as DeskSetting['then'] });
        else set({ pane: change.checkedItems.length > 0 });
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content="How this desk works" relationship="label"><Button size="small" appearance="subtle" icon={<OptionsRegular />} /></Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>After a decision, go to</MenuGroupHeader>
            <MenuItemRadio name="then" value="next">the next row</MenuItemRadio>
            <MenuItemRadio name="then" value="nextUndecided">the next undecided row</MenuItemRadio>
            <MenuItemRadio name="then" value="stay">stay on the row</MenuItemRadio>
          </MenuGroup>
          <MenuDivider />
          <MenuItemCheckbox name="pane" value="pane">Show the details</MenuItemCheckbox>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
