import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { Empty } from '../../shared/empty';
import { Page } from '../../shared/page';

/** For whoever sits here as nobody of the directory: they hold nothing and are asked nothing. */
export function NoPerson({ title, text }: { title: string; text: string }) {
  return (
    <Page title={title}>
      <Empty icon={<PersonRegular />} title="You are nobody of the directory here" text={`${text} To see it for a person, choose “Act as somebody else…” under your name.`} />
    </Page>
  );
}
