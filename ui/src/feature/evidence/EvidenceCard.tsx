import { useStore } from '../../app/store';
import { useWrite } from '../../api/query';
import { MakeCard } from './MakeCard';

/** The evidence of a run of a review; only for those who may write it. */
export function EvidenceCard({ instance, name, ended }: { instance: number; name: string; ended: boolean }) {
  const make = useWrite('evidence.export');
  const { actor } = useStore();
  if (!actor.administrator && !actor.complianceOfficer) return null;
  return (
    <MakeCard
      name={name} of={{ instance }} ready={ended} redactable busy={make.isPending} problem={make.error} dismiss={make.reset}
      about={ended ? 'One PDF with the result, the population certificate, every decision and its history, and the machine-readable record inside.' : 'Evidence is written when the review has ended.'}
      make={(wanted, begun) => make.mutate({ instance, ...wanted }, { onSuccess: ({ job }) => begun(job) })}
    />
  );
}
