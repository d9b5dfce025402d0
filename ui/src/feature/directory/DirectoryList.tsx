import { Button } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { BuildingBankRegular } from '@fluentui/react-icons/svg/building-bank';
import { Link, useNavigate } from '@tanstack/react-router';
import { useNow, useStore } from '../../app/store';
import type { DirectoryView } from '../../api/contract';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { ageText } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import css from './directory.module.css';
import { SyncButton } from './SyncButton';
import { heldIn, kindWord, peopleOf, placeOf } from './words';

export default function DirectoryList() {
  const list = useRead('directory.list', {});
  const go = useNavigate();
  const { actor } = useStore();
  const add = <Button appearance="primary" icon={<AddRegular />} onClick={() => void go({ to: '/directories/add' })}>Add a directory</Button>;
  return (
    <Page title="Directories" lead="Where people, groups and memberships come from. Everything here works from the last snapshot." actions={actor.administrator && list.data && list.data.length > 0 ? add : undefined}>
      <ProblemBanner problem={list.error} retry={() => void list.refetch()} />
      {!list.data ? !list.error && <Loading label="Reading directories" /> : list.data.length === 0 ? (
        <Empty icon={<BuildingBankRegular />} title="No directory yet" text="Connect an LDAP server, an Active Directory, an Entra tenant, or files. The first sync reads it whole; nothing is ever changed by reading.">
          {actor.administrator ? add : <span className="quiet">An administrator connects one.</span>}
        </Empty>
      ) : (
        <ul className={css.list}>{list.data.map((directory) => <DirectoryCard key={directory.directory} directory={directory} />)}</ul>
      )}
    </Page>
  );
}


function DirectoryCard({ directory }: { directory: DirectoryView }) {
  const now = useNow();
  const { certificate } = directory;
  return (
    <li className={css.card}>
      <div className={css.cardText}>
        <div className={css.cardTitle}>
          <Link to="/directories/$directory" params={{ directory: directory.directory }} className="ellipsis" title={directory.name}>{directory.name}</Link>
          <StateBadge tone="quiet">{kindWord(directory.kind)}</StateBadge>
        </div>
        <p className="quiet ellipsis" title={placeOf(directory)}>{placeOf(directory)}</p>
        {certificate && directory.syncedAt ? (
          <p className="number">
            {count(peopleOf(certificate), 'person', 'people')}, {count(certificate.population.group, 'group')}, {heldIn(certificate)}
            <span className="quiet"> · as of {ageText(new Date(directory.syncedAt), now)}</span>
          </p>
        ) : (
          <div><StateBadge tone="warn">Not synced yet</StateBadge></div>
        )}
      </div>
      <SyncButton directory={directory} />
    </li>
  );
}
