import { Link } from '@tanstack/react-router';
import { Empty } from '../shared/empty';

export function NotFound() {
  return <Empty title="There is no such screen" text="The address leads nowhere."><Link to="/">Go to the overview</Link></Empty>;
}
