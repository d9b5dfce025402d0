import { Radio, RadioGroup } from '@fluentui/react-components';
import type { Paper as PaperWord } from '../../api/operations';
import { useRead, useWrite } from '../../api/query';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';

/** What evidence is printed on. */
export function Paper({ mayChange }: { mayChange: boolean }) {
  const read = useRead('setting.show', {});
  const change = useWrite('setting.change');
  const tell = useTell();
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return null;
  const { timeZone, paper } = read.data;
  const choose = (next: PaperWord) => change.mutate({ timeZone, paper: next }, { onSuccess: () => tell.done(`Evidence is printed on ${next === 'A4' ? 'A4' : 'Letter'} from now on.`, 'The same rows stand on the same page of either.') });
  if (!mayChange) return <Card title="Paper of evidence"><p>{paper === 'letter' ? 'Letter' : 'A4'}</p></Card>;
  return (
    <Card title="Paper of evidence">
      <ProblemBanner problem={change.error} />
      <RadioGroup layout="horizontal" aria-label="Paper of evidence" value={paper ?? 'A4'} disabled={change.isPending} onChange={(_, next) => choose(next.value as PaperWord)}>
        <Radio value="A4" label="A4" />
        <Radio value="letter" label="Letter" />
      </RadioGroup>
    </Card>
  );
}
