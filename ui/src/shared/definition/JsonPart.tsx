import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { ReadFileButton, TextField } from '../form';
import css from './definition.module.css';
import { ownPaths } from './lost';

interface Props {
  /** What Microsoft Graph calls it. */
  label: string;
  /** The places that the form cannot show. */
  lostOf: (definition: unknown) => string[];
  text: string; isEdited: boolean; error: string | null; onText: (text: string) => void; onForm: () => void; onDrop: () => void;
}

/** The definition as text: out of the form, or from somewhere else with what the form cannot show of it. */
export function JsonPart({ label, lostOf, text, isEdited, error, onText, onForm, onDrop }: Props) {
  const [copied, setCopied] = useState(false);
  const read = useMemo(() => {
    try {
      const definition: unknown = JSON.parse(text);
      return { lost: isEdited ? lostOf(definition) : [], own: ownPaths(definition) };
    } catch {
      return null;
    }
  }, [text, isEdited, lostOf]);
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
        <ReadFileButton label="Open a file…" accept=".json,application/json" onText={onText} />
        <Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))}>Copy</Button>
        {isEdited && <Button disabled={read === null} onClick={onForm}>Show it in the form</Button>}
        {isEdited && <Button onClick={onDrop}>Drop it and go back to the form</Button>}
        <span role="status" className="quiet">{copied ? 'Copied.' : ''}</span>
      </div>
      {isEdited && read && read.lost.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>The form cannot show everything of this definition.</MessageBarTitle>
            <div className={css.lost}>
              <span>As JSON it is used as it stands. Shown in the form, these places would be lost:</span>
              <ul>{read.lost.map((path) => <li key={path} className="mono">{path}</li>)}</ul>
            </div>
          </MessageBarBody>
        </MessageBar>
      )}
      {read && read.own.length > 0 && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Microsoft Graph has no word for some of this.</MessageBarTitle>
            <div className={css.lost}>
              <span>Countersign reads these places; other programs leave them out:</span>
              <ul>{read.own.map((path) => <li key={path} className="mono">{path}</li>)}</ul>
            </div>
          </MessageBarBody>
        </MessageBar>
      )}
      <TextField label={label} lines={24} mono value={text} onChange={onText} error={error} hint="As Microsoft Graph writes it. Paste one here, or edit what the form made." />
    </div>
  );
}
