import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useRead, useWrite } from '../../api/query';
import { Editor } from '../../shared/definition/Editor';
import { Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { PlaceContext } from './form/context';
import { emptyDraft } from './form/draft';
import { kind } from './form/kind';

const route = getRouteApi('/packages/$package/policies/new');

export default function PolicyNew() {
  const { package: id } = route.useParams();
  const read = useRead('package.show', { package: id });
  const create = useWrite('policy.create');
  const go = useNavigate();
  const tell = useTell();
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the package" />;
  const back = () => void go({ to: '/packages/$package', params: { package: id }, search: { tab: 'policies' } });
  return (
    <Page title="New policy" back={{ to: '/packages/$package', params: { package: id }, search: { tab: 'policies' }, label: read.data.displayName }}>
      <PlaceContext value={{ package: id }}>
        <Editor
          kind={kind} label="New policy" action="Make the policy" first={emptyDraft} problem={create.error} busy={create.isPending} onCancel={back}
          onSubmit={(definition) => create.mutate({ package: id, definition }, { onSuccess: () => { tell.done('The policy was made.', 'It counts from now on.'); back(); } })}
        />
      </PlaceContext>
    </Page>
  );
}
