import { Button } from '@fluentui/react-components';
import { FileView } from './FileView';
import css from './evidence.module.css';

/** An evidence file on a machine without a store. */
export default function EvidenceAlone({ onBack }: { onBack: () => void }) {
  return (
    <main className={css.alone}>
      <div><Button onClick={onBack}>Back</Button></div>
      <h1>Evidence</h1>
      <p className="quiet">It needs no network, and not the store it came from.</p>
      <FileView />
    </main>
  );
}
