import type { ExceptionView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { MakeCard } from '../evidence/MakeCard';

/** The evidence of one exception, from its proposal to its end. */
export function EvidencePart({ view }: { view: ExceptionView }) {
  const make = useWrite('evidence.exportException');
  const { exception } = view;
  return (
    <MakeCard
      name={`${view.principalName} keeps ${view.resourceName}`} of={{ subject: `exception:${exception}` }} busy={make.isPending} problem={make.error} dismiss={make.reset}
      about="One PDF with who asked and who agreed, every look at it since, the reviews that met it, and what came of it; with the machine-readable record inside."
      make={({ path, replace }, begun) => make.mutate({ exception, path, replace }, { onSuccess: ({ job }) => begun(job) })}
    />
  );
}
