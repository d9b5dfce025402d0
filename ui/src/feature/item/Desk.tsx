import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from '../../app/store';
import type { InstanceView, Output } from '../../api/contract';
import { useRead } from '../../api/query';
import { formatDay } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useSettled } from '../../shared/search';
import { useTell } from '../../shared/toast';
import { SignOffButton } from '../acknowledgement/Waiting';
import { AcceptDialog } from './AcceptDialog';
import { AlikeDialog } from './AlikeDialog';
import { BulkDialog } from './BulkDialog';
import { DelegateDialog } from './DelegateDialog';
import { Detail } from './Detail';
import { Footer } from './Footer';
import { Grid, type GridHandle } from './Grid';
import { Head } from './Head';
import { KeyHelp } from './KeyHelp';
import { Splitter } from './Splitter';
import { type Chosen, Toolbar } from './Toolbar';
import css from './desk.module.css';
import type { Filter, ListQuery } from './list';
import { type DeskSetting, readSetting, writeSetting } from './setting';
import type { DeskState } from './state';
import { useKeys } from './useKeys';
import type { Many } from './useMany';
import { Agreement, useList } from './useList';
import { isOpen } from './words';

const empty: Filter = { decision: [], recommendation: [] };

export function Desk({ instance, history }: { instance: InstanceView; history: boolean }) {
  const { actor, now: nowText } = useStore();
  const now = useMemo(() => new Date(nowText), [nowText]);
  const me = actor.principal;
  const [setting, setSetting] = useState(readSetting);
  const [chosen, setChosen] = useState<Chosen>({ mine: me !== null && !actor.complianceOfficer, decision: [], recommendation: [], search: '' });
  const search = useSettled(chosen.search.trim());
  const selfReview = instance.stages[instance.stage - 1]?.selfReview ?? false;
  const rule = useMemo(
    () => ({ open: isOpen(instance.status), selfReview, justification: instance.justification, actor: me, stage: instance.stage }),
    [instance.status, selfReview, instance.justification, instance.stage, me],
  );
  const scope = useMemo<Filter>(() => (chosen.mine && me !== null ? { ...empty, reviewer: me } : empty), [chosen.mine, me]);
  const filter = useMemo<Filter>(
    () => ({ ...scope, decision: chosen.decision, recommendation: chosen.recommendation, ...(search ? { search } : {}) }),
    [scope, chosen.decision, chosen.recommendation, search],
  );
  const query = useMemo<ListQuery>(
    () => ({ instance: instance.instance, filter, sort: setting.group === 'principal' ? 'principal' : 'resource', group: setting.group }),
    [instance.instance, filter, setting.group],
  );
  const { state, problem, busy, reload } = useList(query, rule);
  useEffect(() => { document.title = `${instance.displayName}: items – Countersign`; }, [instance.displayName]);

  const set = useCallback((part: Partial<DeskSetting>) => {
    setSetting((before) => {
      const next = { ...before, ...part };
      writeSetting(next);
      return next;
    });
  }, []);
  const choose = useCallback((part: Partial<Chosen>) => setChosen((before) => ({ ...before, ...part })), []);

  if (!state) return problem ? <ProblemPage problem={problem} retry={reload} /> : <Loading label="Laying out your desk" />;
  return <Laid {...{ instance, history, state, now, setting, set, chosen, choose, query, scope, busy, reload, me, problem }} administrator={actor.administrator} whole={actor.administrator || actor.complianceOfficer} />;
}

interface LaidProps {
  instance: InstanceView; history: boolean; state: DeskState; now: Date; me: number | null; administrator: boolean;
  /** Reads every item, not only the own ones. */
  whole: boolean;
  setting: DeskSetting; set: (part: Partial<DeskSetting>) => void; chosen: Chosen; choose: (part: Partial<Chosen>) => void; query: ListQuery;
  scope: Filter; busy: boolean; reload: () => void; problem: Output<'job.show'>['problem'];
}

/** The desk once its list is there. */
function Laid(props: LaidProps) {
  const { instance, state, now, me, setting, set, chosen, choose, query, scope } = props;
  const list = useSyncExternalStore(state.watchSheet, state.getList);
  const selection = useSyncExternalStore(state.watchSheet, state.getSelection);
  const [asking, setAsking] = useState<'bulk' | 'accept' | 'help' | 'alike' | 'delegate' | null>(null);
  const grid = useRef<GridHandle>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const live = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const tell = useTell();
  const focus = useCallback(() => grid.current?.focus(), []);
  const close = useCallback(() => { setAsking(null); requestAnimationFrame(focus); }, [focus]);

  // A live region is written to by hand: an announcement draws nothing.
  state.say = (text) => {
    if (live.current) live.current.textContent = live.current.textContent === text ? `${text}\u00a0` : text;
  };
  const { nextUndecided } = useKeys({ root, state, grid, searchBox, setting, set, ask: setAsking, blocked: asking !== null });
  state.goOn = (from) => {
    if (setting.then === 'next') state.moveTo(from + 1);
    else if (setting.then === 'nextUndecided') nextUndecided(from);
  };
  useEffect(() => { requestAnimationFrame(focus); }, [focus]);

  const open = isOpen(instance.status);
  const selected = useMemo(() => [...state.selected.values()], [state, selection]);
  const onAccept = useCallback(() => setAsking('accept'), []);
  const onBulk = useCallback(() => setAsking('bulk'), []);
  const onHelp = useCallback(() => setAsking('help'), []);
  const onAlike = useCallback(() => setAsking('alike'), []);
  const onDelegate = useCallback(() => setAsking('delegate'), []);
  const closePane = useCallback(() => { set({ pane: false }); focus(); }, [set, focus]);
  const clear = useCallback(() => choose({ decision: [], recommendation: [], search: '' }), [choose]);

  function bulkDone(result: Many, word: string) {
    const stopped = result.left ? [`Stopped before the other ${formatNumber(result.left)}.`] : [];
    const left = [...stopped, ...result.refused.map((one) => `${formatNumber(one.count)} left as they are: ${one.reason}`)].join(' ');
    tell.done(`${word}: ${count(result.decided, 'item')}.`, left || undefined);
    state.say(`${word}: ${count(result.decided, 'item')}. ${left}`);
    state.clearSelection();
    props.reload();
    close();
  }

  return (
    <div ref={root} className={css.desk} data-desk="" style={{ ['--pane' as string]: `${setting.paneWidth}px` }}>
      <Head instance={instance} scope={scope} now={now} />
      <Agreement query={query} state={state} reload={props.reload} />
      <Toolbar
        chosen={chosen} choose={choose} instance={instance.instance} filter={query.filter} scopes={props.whole && me !== null} setting={setting} set={set}
        selected={state.selected.size} total={list.total} open={open} mayAccept={me !== null && chosen.mine} searchBox={searchBox}
        mayDelegate={me !== null && instance.snapshotAt !== null && chosen.mine && !state.rule.selfReview} onAccept={onAccept} onBulk={onBulk} onHelp={onHelp} onAlike={onAlike} onDelegate={onDelegate}
      />
      <Notices {...props} />
      <div className={css.work}>
        <div className={css.list} aria-busy={props.busy}>
          {props.busy && <div className={css.busy} />}
          {list.total === 0
            ? <Nothing chosen={chosen} scope={scope} instance={instance} clear={clear} />
            : <Grid state={state} list={list} label={`Items of ${instance.displayName}`} now={now} handle={grid} />}
          <Footer state={state} open={open} onDone={focus} />
        </div>
        {setting.pane && (
          <>
            <Splitter width={setting.paneWidth} root={root} onWidth={(paneWidth) => set({ paneWidth })} />
            <div className={css.pane}><Detail state={state} instance={instance} history={props.history} administrator={props.administrator} now={now} onClose={closePane} onDone={focus} /></div>
          </>
        )}
      </div>
      <div ref={live} className="unseen" role="status" aria-live="polite" />
      {asking === 'help' && <KeyHelp onClose={close} />}
      {asking === 'bulk' && (
        <BulkDialog instance={instance.instance} filter={list.query.filter} rule={instance.justification} selected={selected} onClose={close} onDone={(result) => bulkDone(result, 'Decided')} />
      )}
      {asking === 'alike' && <AlikeDialog instance={instance.instance} scope={scope} rule={instance.justification} state={state} onClose={close} onDone={(result) => bulkDone(result, 'Decided')} />}
      {asking === 'delegate' && me !== null && (
        <DelegateDialog instance={instance.instance} actor={me} selected={selected} onClose={close} onDone={(sentence, more) => { tell.done(sentence, more); state.clearSelection(); props.reload(); close(); }} />
      )}
      {asking === 'accept' && me !== null && (
        <AcceptDialog instance={instance.instance} actor={me} selected={selected} onClose={close} onDone={(result) => bulkDone(result, 'Recommendations accepted')} />
      )}
    </div>
  );
}

/** What must be said above the list: a problem, an ended review, a finished job. */
function Notices({ state, instance, problem, reload, scope }: LaidProps) {
  useSyncExternalStore(state.watchSheet, state.getBanner);
  useSyncExternalStore(state.list.watch, state.list.getVersion);
  const allDone = useAllDone(instance, scope);
  const shown = state.banner;
  const broken = problem ?? state.list.problem;
  return (
    <>
      {broken && (
        <MessageBar intent="error" role="alert">
          <MessageBarBody><MessageBarTitle>{broken.message}</MessageBarTitle>{broken.hint}</MessageBarBody>
          <MessageBarActions><Button size="small" onClick={() => { state.list.retry(); reload(); }}>Try again</Button></MessageBarActions>
        </MessageBar>
      )}
      {shown && (
        <MessageBar intent="error" role="alert">
          <MessageBarBody>
            <MessageBarTitle>{shown.problem.message}</MessageBarTitle>
            {shown.about && <>Not saved: <bdi>{shown.about}</bdi>. </>}{shown.problem.hint}
          </MessageBarBody>
          <MessageBarActions><Button size="small" appearance="transparent" onClick={() => state.dismiss()}>Dismiss</Button></MessageBarActions>
        </MessageBar>
      )}
      {!isOpen(instance.status) && (
        <MessageBar intent="info">
          <MessageBarBody>
            <MessageBarTitle>This review has ended{instance.endedAt ? ` on ${formatDay(instance.endedAt)}` : ''}.</MessageBarTitle>
            Its decisions can be read, and not changed any more.
          </MessageBarBody>
        </MessageBar>
      )}
      {allDone && state.list.total > 0 && (
        <MessageBar intent="success">
          <MessageBarBody>
            <MessageBarTitle>All decided.</MessageBarTitle>{next(instance)}
          </MessageBarBody>
          {scope.reviewer !== undefined && <MessageBarActions><SignOffButton instance={instance.instance} /></MessageBarActions>}
        </MessageBar>
      )}
    </>
  );
}

/** Is everything of this person decided? The same read as the progress above, so it costs nothing. */
function useAllDone(instance: InstanceView, scope: Filter): boolean {
  const tally = useRead('item.list', { instance: instance.instance, filter: scope, offset: 0, limit: 0 }, { keep: true }).data?.count;
  return isOpen(instance.status) && tally !== undefined && tally.total > 0 && tally.notReviewed === 0;
}

function next(instance: InstanceView): string {
  const until = instance.stages[instance.stage - 1]?.dueAt ?? instance.dueAt ? `until ${instance.stage < instance.stageCount ? 'the stage' : 'the review'} ends on ${formatDay(instance.stages[instance.stage - 1]?.dueAt ?? instance.dueAt ?? '')}` : 'until the review is stopped';
  return `You can still change any of them ${until}. Nothing is removed before that: then a plan is drawn, shown and carried out.`;
}

function Nothing({ chosen, scope, instance, clear }: { chosen: Chosen; scope: Filter; instance: InstanceView; clear: () => void }) {
  const allDone = useAllDone(instance, scope);
  const filtered = chosen.decision.length > 0 || chosen.recommendation.length > 0 || chosen.search.trim() !== '';
  if (allDone && filtered) {
    return (
      <Empty icon={<CheckmarkCircleRegular />} title="All done, thank you" text={next(instance)}>
        <Button onClick={clear}>Show what was decided</Button><Link to="/reviews">To the reviews</Link>
      </Empty>
    );
  }
  if (filtered) {
    return <Empty icon={<SearchRegular />} title="Nothing matches" text="No item fits to the search and the filters."><Button onClick={clear}>Clear the filters</Button></Empty>;
  }
  return (
    <Empty icon={<PeopleRegular />} title={chosen.mine ? 'Nobody asks you about anything here' : 'This review has no items'} text={chosen.mine ? 'You are not among the reviewers of any item of this review.' : 'Nobody was in its scope when it started.'} />
  );
}
