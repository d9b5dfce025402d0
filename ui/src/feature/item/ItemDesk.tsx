import { Page } from '../../shared/page';

export default function ItemDesk() {
  return <Page title="Items">…</Page>;
}
