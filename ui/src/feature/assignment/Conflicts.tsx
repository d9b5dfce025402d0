import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';

/** What a person holds that does not go together with a package, and by what way; nothing where there is none. */
export function Conflicts({ package: id, principal, name }: { package: number; principal: number; name: string }) {
  const read = useRead('conflict.check', { package: id, principal });
  if (!read.data || read.data.length === 0) return null;
  const covered = read.data.every((one) => one.exception?.state === 'approved');
  return (
    <MessageBar intent={covered ? 'info' : 'warning'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{covered ? `${name} may hold both, by an exception.` : `${name} holds what does not go together with it.`}</MessageBarTitle>
        <ul style={{ listStyle: 'disc', paddingInlineStart: 20 }}>
          {read.data.map((one) => (
            <li key={one.incompatible}>
              {one.sentence} {one.path.length > 0 && <span className="quiet">{one.path.join('; ')}</span>}
              {one.exception && <span> An exception is {one.exception.state}, until <Moment at={one.exception.untilOn} day />.</span>}
            </li>
          ))}
        </ul>
        {!covered && ' It would not be delivered without an exception.'}
      </MessageBarBody>
    </MessageBar>
  );
}
