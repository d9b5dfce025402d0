import { memo, useSyncExternalStore } from 'react';
import { ageText, formatDay, formatMoment } from '../../shared/date';
import { Glyph } from './Glyph';
import css from './grid.module.css';
import type { ItemList } from './list';
import type { DeskState, RowLook } from './state';
import { type ItemRow, asRecommendation, decisionWords, heldText, howText, recommendationWords, rowLabel } from './words';

export const ROW = 44;

interface Props { state: DeskState; list: ItemList; index: number; line: number; now: Date }

/** One item. Plain elements with Fluent's tokens: Fluent's own parts cost twice the time to draw. */
export const Row = memo(function Row({ state, list, index, line, now }: Props) {
  const look = useSyncExternalStore((hear) => list.watchRow(index, hear), () => state.look(index));
  const { row } = look;
  return (
    <div
      id={`item-${line}`} role="row" aria-rowindex={line + 2} aria-selected={look.selected} className={css.row}
      aria-label={row ? rowLabel(row, look.decision, look.own) : 'Loading'} aria-busy={look.saving || undefined}
      data-line={line} data-item={row?.item} data-decision={row && look.decision}
      data-state={look.trouble ? 'problem' : look.saving ? 'saving' : undefined}
      style={{ transform: `translateY(${line * ROW}px)` }}
    >
      {row ? <Cells row={row} look={look} now={now} /> : <Coming />}
    </div>
  );
});

function Cells({ row, look, now }: { row: ItemRow; look: RowLook; now: Date }) {
  const advised = asRecommendation(row.recommendation);
  return (
    <>
      <div role="gridcell" className={css.select} data-part="select"><span className={css.box} data-on={look.selected} data-off={look.own} /></div>
      <div role="gridcell" className={css.person}>
        <div className={css.name}>
          <bdi className={css.cut} title={row.principalName}>{row.principalName}</bdi>
          {row.userType === 'guest' && <span className={css.badge}>Guest</span>}
          {row.principalKind !== 'user' && <span className={css.badge}>{row.principalKind === 'group' ? 'Group' : 'Service'}</span>}
          {row.enabled === false && <span className={css.badge} data-tone="warn">Disabled</span>}
          {look.own && <span className={css.badge}>You</span>}
        </div>
        <div className={css.under}><bdi>{row.userName ?? '–'}</bdi>{row.department && <> · <bdi>{row.department}</bdi></>}</div>
      </div>
      <div role="gridcell" className={css.resource} title={`${row.resourceName}\n${heldText(row)}`}>
        <div className={css.name}><bdi className={css.cut}>{row.resourceName}</bdi></div>
        <div className={css.under}><bdi>{heldText(row)}</bdi></div>
      </div>
      <div role="gridcell" className={css.how} title={howText(row)}><bdi>{howText(row)}</bdi></div>
      <div role="gridcell" className={css.seen} title={row.lastSignInAt ? formatMoment(row.lastSignInAt) : 'The directory keeps no sign-in of this account.'}>
        {row.lastSignInAt ? ageText(new Date(row.lastSignInAt), now) : 'none known'}
      </div>
      <div role="gridcell" className={css.advice} data-tone={advised}><Glyph name={advised} />{recommendationWords[advised]}</div>
      <div role="gridcell" className={css.decision} data-tone={look.decision}>
        {look.own && look.decision === 'notReviewed' ? <span className={css.quiet}>Not yours to decide</span> : look.saving ? (
          <><Glyph name={look.decision} />Saving…</>
        ) : look.outcome !== null ? (
          <span className={css.two}><span><Glyph name={look.decision} />{look.decision === 'notReviewed' ? 'Not answered' : decisionWords[look.decision]}</span><span className={css.under}>Outcome: {decisionWords[look.outcome].toLowerCase()}</span></span>
        ) : (
          <><Glyph name={look.decision} />{decisionWords[look.decision]}</>
        )}
      </div>
      <Reason row={row} look={look} />
    </>
  );
}

function Reason({ row, look }: { row: ItemRow; look: RowLook }) {
  if (look.trouble) {
    return <div role="gridcell" className={css.reason} data-tone="problem" title={look.trouble}><Glyph name="warning" />Not saved: {look.trouble}</div>;
  }
  const by = row.decidedBy && row.decidedAt && !look.saving ? `${row.decidedBy}, ${formatDay(row.decidedAt)}` : '';
  return (
    <div role="gridcell" className={css.reason} data-tone={look.draft ? 'draft' : undefined} title={[look.justification, by].filter(Boolean).join('\n')}>
      {look.draft && <span className={css.badge}>Not saved yet</span>}
      {row.source === 'carried' && !look.saving && <span className={css.badge} title="Approved in the run before; nothing about it changed since.">Carried</span>}
      {look.past && <span className={css.badge} title={`It did not go on after stage ${row.stage}; what that stage decided stands.`}>Stage {row.stage}</span>}
      <bdi className={css.cut}>{look.justification}</bdi>
    </div>
  );
}

function Coming() {
  return (
    <>
      <div role="gridcell" className={css.select} />
      <div role="gridcell" className={css.person}><span className={css.coming} /></div>
      <div role="gridcell" className={css.resource}><span className={css.coming} /></div>
    </>
  );
}
