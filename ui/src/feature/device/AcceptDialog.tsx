import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeviceView } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { type Chosen, PrincipalPicker } from '../principal/PrincipalPicker';
import css from './device.module.css';
import { plainWords } from './words';

interface Props { device: DeviceView; onClose: () => void; onTurnDown: () => void }

/**
 * The words are not shown here: they are typed as the person reads them out, so that nobody accepts what they only
 * looked at.
 */
export function AcceptDialog({ device, onClose, onTurnDown }: Props) {
  const accept = useWrite('device.accept');
  const tell = useTell();
  const [words, setWords] = useState('');
  const [people, setPeople] = useState<Chosen[] | null>(null);
  const said = device.person.userName ?? device.person.mail ?? device.person.displayName;
  const guess = useRead('principal.list', { kind: 'user', search: said, limit: 20 }, { enabled: Boolean(said) });
  const exact = guess.data?.rows.filter((row) => [row.userName, row.mail, row.displayName].includes(said)) ?? [];
  const only = exact.length === 1 ? exact[0] : undefined;
  const chosen = people ?? (only ? [only] : []);
  const person = chosen[0];
  const typed = plainWords(words);
  const field = accept.error?.field;
  return (
    <ConfirmDialog
      title="Compare the words" action="Accept the device" busy={accept.isPending || !person || typed.split(' ').length !== 8} problem={field ? null : accept.error} onClose={onClose}
      onConfirm={() => person && accept.mutate({ device: device.device, principal: person.principal, words: typed }, {
        onSuccess: () => { tell.done(`“${device.name}” is accepted.`, `Packets of ${person.displayName} are sealed to it from now on.`); onClose(); },
      })}
    >
      <div className={css.fields}>
        <p>Call {device.person.displayName || 'the person'} on a number you already have, and type the eight words that their “{device.name}” shows. Somebody who put another key into the file cannot know them.</p>
        <PrincipalPicker label="Whose device it is" kind="user" single required chosen={chosen} onChange={setPeople} error={field === 'principal' ? accept.error?.message : null} />
        <TextField label="The eight words" required lines={2} value={words} onChange={setWords} hint="As they are read out; capitals do not matter." error={field === 'words' ? accept.error?.message : null} />
        <div><Button appearance="subtle" onClick={onTurnDown}>The words differ: turn the device down…</Button></div>
      </div>
    </ConfirmDialog>
  );
}
