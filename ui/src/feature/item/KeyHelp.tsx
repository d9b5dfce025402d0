import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { ReturnFocus } from '../../shared/dialog';
import css from './desk.module.css';
import { keyMap } from './keys';

const parts = [...new Set(keyMap.map((one) => one.part))];

/** Every key of the desk. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 760 }}>
        <ReturnFocus />
        <DialogBody>
          <DialogTitle>Keys</DialogTitle>
          <DialogContent>
            <p className={css.helpLead}>They work while the list has the focus; the search field and the reason take letters as letters.</p>
            <div className={css.help}>
              {parts.map((part) => (
                <section key={part}>
                  <h3>{part}</h3>
                  <dl>
                    {keyMap.filter((one) => one.part === part).map((one) => (
                      <div key={one.text}><dt>{one.keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{one.text}</dd></div>
                    ))}
                  </dl>
                </section>
              ))}
            </div>
          </DialogContent>
          <DialogActions><Button appearance="primary" onClick={onClose}>Close</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
