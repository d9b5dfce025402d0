import { Mark } from '../../app/Mark';
import type { StoreView } from '../../api/contract';
import { ActorChoice } from './ActorChoice';
import css from './start.module.css';

export default function WhoAreYou({ store, account }: { store: StoreView; account: string }) {
  return (
    <main className={css.alone}>
      <div className={css.aloneCard}>
        <div className={css.brand}><Mark size={32} /><span className="ellipsis" title={store.organization}>{store.organization}</span></div>
        <h1>Who are you?</h1>
        <p className="quiet">Your name stands beside everything you do here.</p>
        <ActorChoice account={account} />
      </div>
    </main>
  );
}
