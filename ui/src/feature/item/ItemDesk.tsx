import { getRouteApi } from '@tanstack/react-router';
import { useStore } from '../../app/store';
import { useRead } from '../../api/query';
import { Empty } from '../../shared/empty';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { newest, showsHistory } from '../review/series';
import { Desk } from './Desk';
import { isOpen } from './words';

const route = getRouteApi('/reviews/$review/items');

/** The reviewer's desk: where one person decides, item by item, all day. */
export default function ItemDesk() {
  const { review } = route.useParams();
  const { instance: wanted } = route.useSearch();
  const { actor } = useStore();
  const read = useRead('review.show', { review });
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the review" />;
  // Of a recurring review, the instance that can be decided on; else the first.
  const { instances } = read.data;
  const instance = instances.find((one) => one.instance === wanted) ?? instances.find((one) => isOpen(one.status)) ?? newest(instances);
  if (!instance) return <Empty title="This review has no instance" />;
  if (instance.status === 'NotStarted') {
    return <Empty title="This review has not started" text="When it starts, its people are frozen as they are then, and the items to decide on appear here." />;
  }
  return <Desk key={`${instance.instance}.${instance.stage}.${actor.principal}`} instance={instance} history={showsHistory(read.data.definition)} />;
}
