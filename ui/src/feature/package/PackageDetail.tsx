import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger, Tab, TabList } from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { count, formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemPage } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { useTell } from '../../shared/toast';
import { AssignmentTable } from '../assignment/AssignmentTable';
import { GiveDialog } from '../assignment/GiveDialog';
import { ConflictTab } from './ConflictTab';
import { EvidenceTab } from './EvidenceTab';
import { Overview } from './Overview';
import { PackageDialog } from './PackageDialog';
import { PolicyTab } from './PolicyTab';
import { RequestTab } from './RequestTab';
import css from './package.module.css';

const route = getRouteApi('/packages/$package');

/** One access package: what it gives, who may have it, who has it, who asked. */
export default function PackageDetail() {
  const { package: id } = route.useParams();
  const { tab = 'overview' } = route.useSearch();
  const read = useRead('package.show', { package: id });
  const remove = useWrite('package.delete');
  const hide = useWrite('package.hide');
  const [asking, setAsking] = useState<'edit' | 'delete' | 'give' | null>(null);
  const go = useNavigate();
  const tell = useTell();
  if (read.error) return <ProblemPage problem={read.error} retry={() => void read.refetch()} />;
  if (!read.data) return <Loading label="Reading the package" />;
  const view = read.data;
  const may = (task: (typeof view.may)[number]) => view.may.includes(task);
  const fills = ['assignments', 'requests', 'conflicts'].includes(tab);
  const again = (hidden: boolean) => hide.mutate({ package: id, hidden }, { onSuccess: () => tell.done(hidden ? 'It is asked for by its link only.' : 'Whoever may ask for it sees it again.'), onError: tell.problem });
  return (
    <Page
      title={view.displayName} fill={fills} back={{ to: '/catalogs/$catalog', params: { catalog: view.catalog }, label: view.catalogName }}
      badge={<span className={css.badges}>{view.hidden && <StateBadge tone="quiet">Hidden</StateBadge>}{view.roleCount === 0 && <StateBadge tone="warn">Gives nothing yet</StateBadge>}{view.roleCount > 0 && view.policyCount === 0 && <StateBadge tone="warn">No policy yet</StateBadge>}</span>}
      lead={<>{view.description && <span dir="auto">{view.description} </span>}In <Link to="/catalogs/$catalog" params={{ catalog: view.catalog }}>{view.catalogName}</Link>. Made <Moment at={view.createdAt} day /> by {view.createdBy}.</>}
      actions={(
        <>
          {may('assign') && <Button appearance={view.roleCount > 0 && view.policyCount > 0 ? 'primary' : 'secondary'} disabled={view.policyCount === 0} title={view.policyCount === 0 ? 'An assignment needs a policy.' : undefined} onClick={() => setAsking('give')}>Assign…</Button>}
          {(may('editPackage') || may('deletePackage')) && (
            <Menu>
              <MenuTrigger disableButtonEnhancement><Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label="More actions" /></MenuTrigger>
              <MenuPopover>
                <MenuList>
                  {may('editPackage') && <MenuItem onClick={() => setAsking('edit')}>Change the package…</MenuItem>}
                  {may('editPackage') && <MenuItem onClick={() => again(!view.hidden)}>{view.hidden ? 'Show it to who may ask' : 'Hide it'}</MenuItem>}
                  {may('deletePackage') && <><MenuDivider /><MenuItem disabled={view.assignmentCount > 0 || view.openRequestCount > 0} onClick={() => setAsking('delete')}>Delete the package…</MenuItem></>}
                </MenuList>
              </MenuPopover>
            </Menu>
          )}
        </>
      )}
    >
      <TabList selectedValue={tab} onTabSelect={(_, change) => void go({ to: '/packages/$package', params: { package: id }, search: change.value === 'overview' ? {} : { tab: change.value as string }, replace: true })}>
        <Tab value="overview">Overview</Tab>
        <Tab value="policies">Policies ({formatNumber(view.policyCount)})</Tab>
        <Tab value="assignments">Assignments ({formatNumber(view.assignmentCount)})</Tab>
        <Tab value="requests">Requests{view.openRequestCount > 0 ? ` (${formatNumber(view.openRequestCount)} open)` : ''}</Tab>
        <Tab value="conflicts">Conflicts</Tab>
        <Tab value="evidence">Evidence</Tab>
      </TabList>
      {tab === 'policies' ? <PolicyTab view={view} /> : tab === 'assignments' ? (
        <AssignmentTable filter={{ package: id }} label={`Assignments of ${view.displayName}`} withPackage={false} none="Nobody holds this package in this state." />
      ) : tab === 'requests' ? <RequestTab view={view} /> : tab === 'conflicts' ? <ConflictTab view={view} /> : tab === 'evidence' ? <EvidenceTab view={view} /> : <Overview view={view} />}
      {asking === 'edit' && <PackageDialog of={view} onClose={() => setAsking(null)} />}
      {asking === 'give' && <GiveDialog view={view} onClose={() => setAsking(null)} />}
      {asking === 'delete' && (
        <ConfirmDialog title={`Delete “${view.displayName}”?`} action="Delete the package" danger busy={remove.isPending} problem={remove.error} onClose={() => setAsking(null)}
          onConfirm={() => remove.mutate({ package: id }, { onSuccess: () => { tell.done('The package was deleted.'); void go({ to: '/catalogs/$catalog', params: { catalog: view.catalog } }); } })}>
          Nobody holds it. {view.policyCount > 0 ? `${count(view.policyCount, 'policy', 'policies')} and their reviews are deleted with it. ` : ''}What was recorded of it stays in the audit log. This cannot be taken back.
        </ConfirmDialog>
      )}
    </Page>
  );
}
