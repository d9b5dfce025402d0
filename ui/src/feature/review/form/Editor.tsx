import { type ReactNode, useState } from 'react';
import type { CallProblem } from '../../../api/contract';
import type { Simulation } from '../../../api/operations';
import { useWrite } from '../../../api/query';
import { Editor as DefinitionEditor, type Kind } from '../../../shared/definition/Editor';
import { ReviewForm } from './ReviewForm';
import { SimulationPanel } from './SimulationPanel';
import { check } from './check';
import type { Draft } from './draft';
import { fromDefinition } from './fromDefinition';
import { withNames } from './names';
import { fieldOf } from './place';
import { toDefinition } from './toDefinition';

interface Props {
  label: string;
  action: string;
  first: Draft;
  lead?: (draft: Draft, take: (draft: Draft) => void) => ReactNode;
  tail?: (draft: Draft) => ReactNode;
  problem: CallProblem | null;
  busy: boolean;
  onSubmit: (definition: unknown) => void;
  onCancel: () => void;
}

const kind: Kind<Draft> = { name: 'accessReviewScheduleDefinition', Form: ReviewForm, toDefinition, fromDefinition, withNames, check, fieldOf };

/** The definition of a review, which can be tried out before it is made. */
export function Editor(props: Props) {
  const [trial, setTrial] = useState<{ job: number; result: Simulation | null } | null>(null);
  const [found, setFound] = useState<CallProblem | null>(null);
  const simulate = useWrite('review.simulate');
  return (
    <DefinitionEditor
      {...props} kind={kind}
      trial={{
        label: 'Try it out', problem: found, busy: simulate.isPending || (trial !== null && trial.result === null),
        run: (definition) => { setFound(null); simulate.mutate({ definition }, { onSuccess: ({ job }) => setTrial({ job, result: null }), onError: setFound }); },
      }}
      below={trial && (
        <SimulationPanel
          job={trial.job} result={trial.result} onClose={() => setTrial(null)}
          onEnd={(result, problem) => {
            if (problem) setFound(problem);
            setTrial(result ? { ...trial, result } : null);
          }}
        />
      )}
    />
  );
}
