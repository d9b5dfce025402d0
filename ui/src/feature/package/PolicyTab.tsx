import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ClipboardBulletListLtrRegular } from '@fluentui/react-icons/svg/clipboard-bullet-list-ltr';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PackageView, PolicyRow } from '../../api/operations';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Holds } from '../policy/Holds';
import { PolicyDelete } from '../policy/PolicyDelete';
import { Simulator } from '../policy/Simulator';
import { sentences } from '../policy/sentences';
import css from './package.module.css';

/** Who may have the package: each policy in words, and what it would mean for one person. */
export function PolicyTab({ view }: { view: PackageView }) {
  const go = useNavigate();
  const [deleting, setDeleting] = useState<PolicyRow | null>(null);
  const [trying, setTrying] = useState(false);
  const add = view.may.includes('editPolicy') && <Button appearance={view.policies.length === 0 ? 'primary' : 'secondary'} icon={<AddRegular />} onClick={() => void go({ to: '/packages/$package/policies/new', params: { package: view.package } })}>New policy</Button>;
  return (
    <div className={css.tabFree}>
      {view.policies.length === 0 ? (
        <Empty icon={<ClipboardBulletListLtrRegular />} title="No policy yet" text="A policy says who may ask, who approves, for how long, and when the holders are reviewed. Without one nobody can have the package.">{add}</Empty>
      ) : (
        <>
          <div className={css.head}><span className="quiet">{view.policies.length > 1 ? 'Where several fit a person, the most specific counts; where they tie, the person chooses.' : 'It counts for everybody whom it names.'}</span><span className={css.badges}><Button onClick={() => setTrying(true)}>Try it for a person</Button>{add}</span></div>
          <Holds package={view.package} />
          {trying && <Simulator package={view.package} onClose={() => setTrying(false)} />}
          {view.policies.map((one) => <PolicyCard key={one.policy} row={one} view={view} onDelete={() => setDeleting(one)} />)}
        </>
      )}
      {deleting && <PolicyDelete row={deleting} onClose={() => setDeleting(null)} />}
    </div>
  );
}

function PolicyCard({ row, view, onDelete }: { row: PolicyRow; view: PackageView; onDelete: () => void }) {
  const read = useRead('policy.show', { policy: row.policy });
  const go = useNavigate();
  const may = view.may.includes(row.automatic ? 'editAutomaticPolicy' : 'editPolicy');
  const place = { package: view.package, policy: row.policy };
  return (
    <Card
      title={row.displayName}
      aside={(
        <span className={css.badges}>
          {row.automatic && <StateBadge tone="busy">Assigns by a rule</StateBadge>}
          <span className="quiet number">Version {row.version}, {count(row.assignmentCount, 'assignment')}</span>
          {may && <Button onClick={() => void go({ to: '/packages/$package/policies/$policy', params: place })}>Change…</Button>}
          {may && <Button appearance="subtle" aria-label={`Delete the policy ${row.displayName}`} onClick={onDelete}>Delete…</Button>}
        </span>
      )}
    >
      {read.error ? <ProblemBanner problem={read.error} /> : !read.data ? <Loading label="Reading the policy" /> : (
        <>
          <ul style={{ lineHeight: '20px', overflowWrap: 'anywhere' }}>{sentences(read.data.rules).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
          {[...read.data.warnings.map((one) => one.message), ...read.data.cannotDo].map((message) => <MessageBar key={message} intent="warning"><MessageBarBody>{message}</MessageBarBody></MessageBar>)}
          {row.review !== null && <p><Link to="/reviews/$review" params={{ review: row.review }}>The recurring review of its holders</Link></p>}
        </>
      )}
    </Card>
  );
}
