import { Mark } from '../../app/Mark';
import type { StoreView } from '../../api/contract';
import { ActorChoice } from './ActorChoice';
import css from './start.module.css';

export default function WhoAreYou({ store }: { store: StoreView }) {
  return (
    <main className={css.alone}>
      <div className={css.aloneCard}>
        <div className={css.brand}><Mark size={32} /><span className="ellipsis" title={store.organization}>{store.organization}</span></div>
        <h1>Who are you?</h1>
        <p className="quiet">Your name stands beside everything you do here, with what showed that it is you.</p>
        <ActorChoice account={store.osAccount} practice={store.practice} known={false} />
      </div>
    </main>
  );
}
