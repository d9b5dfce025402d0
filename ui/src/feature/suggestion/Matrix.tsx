import { Button } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { Link } from '@tanstack/react-router';
import type { SuggestionView } from '../../api/operations';
import { count, formatNumber } from '../../shared/number';
import { entitlementText } from '../item/words';
import css from './suggestion.module.css';

/** People of one page, and entitlements beside each other; what is not shown is counted. */
export const PEOPLE = 50;
const COLUMNS = 40;

interface Props { view: SuggestionView; offset: number; onOffset: (offset: number) => void }

/** Who holds which entitlement now: a mark or a word in every cell, never a colour alone. */
export function Matrix({ view, offset, onOffset }: Props) {
  const columns = view.entitlements.slice(0, COLUMNS);
  const more = view.entitlements.length - columns.length;
  const last = Math.min(offset + view.rows.length, view.total);
  return (
    <>
      <div className={css.matrix} role="region" aria-label="People and entitlements" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Person</th>
              {columns.map((one) => (
                <th key={`${one.resource} ${one.entitlement}`} scope="col" title={`${one.resourceName}, ${entitlementText(one.entitlement)}`}>
                  <span>{one.resourceName}</span><span className="quiet">{entitlementText(one.entitlement)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.rows.map((row) => (
              <tr key={row.principal}>
                <th scope="row" title={row.displayName}>
                  <Link to="/principals/$principal" params={{ principal: row.principal }}>{row.displayName}</Link>{row.gone && <span className="quiet"> · gone</span>}
                </th>
                {columns.map((one, at) => (
                  <td key={`${one.resource} ${one.entitlement}`}>
                    {row.holds[at] ? <CheckmarkRegular className={css.held} role="img" aria-label="Held" aria-hidden={false} fontSize={16} /> : <span className={css.lacks}>Lacks</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={css.pager}>
        <span className="quiet">
          {`${formatNumber(view.total === 0 ? 0 : offset + 1)}–${formatNumber(last)} of ${count(view.total, 'person', 'people')}`}{more > 0 && `; ${count(more, 'more entitlement')} not shown here`}
        </span>
        <Button size="small" disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - PEOPLE))}>Previous</Button>
        <Button size="small" disabled={last >= view.total} onClick={() => onOffset(offset + PEOPLE)}>Next</Button>
      </div>
    </>
  );
}
