import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { DismissCircleFilled } from '@fluentui/react-icons/svg/dismiss-circle';
import type { EvidenceReport } from '../../api/contract';
import { StateBadge } from '../../shared/badge';
import { Card, Facts } from '../../shared/page';
import css from './evidence.module.css';

const severityWords: Record<string, string> = { error: 'Wrong', warning: 'Warning', note: 'Note' };

const checkWords: Record<string, string> = {
  seal: 'bytes of the file', signature: 'signature', record: 'record inside', log: 'audit log', proof: 'signed log', render: 'pages',
};

const kindWords: Record<string, string> = {
  accessReview: 'Evidence of an access review', accessPackage: 'Evidence of an access package', exception: 'Evidence of a policy exception', period: 'Evidence of a period', policyException: 'Evidence of a policy exception',
};

function Signed({ by }: { by: NonNullable<EvidenceReport['signature']> }) {
  return (
    <span className={css.value}>
      {by.intact && by.wholeFile ? 'Yes, over the whole file' : by.intact ? 'Yes, but not over the whole file' : 'Yes, but what was signed is not what is there'}
      {': '}{by.subject}{by.selfSigned && ', self-signed'}
      <span className="quiet">{' '}Certificate <span className="mono">{by.sha256.replace(/(.{4})(?=.)/g, '$1 ')}</span></span>
    </span>
  );
}

export function Verdict({ verdict }: { verdict: EvidenceReport }) {
  return (
    <>
      <Card>
        <div className={css.verdict}>
          {verdict.valid
            ? <CheckmarkCircleFilled fontSize={40} color="var(--colorStatusSuccessForeground1)" aria-hidden />
            : <DismissCircleFilled fontSize={40} color="var(--colorStatusDangerForeground1)" aria-hidden />}
          <div>
            <h2>{verdict.valid ? 'Unchanged' : 'Changed, or not evidence'}</h2>
            {verdict.withheld !== null && <StateBadge tone="quiet">Redacted: personal data withheld</StateBadge>}
            {verdict.practice && <StateBadge tone="warn">Practice: no evidence</StateBadge>}
            <p className="quiet">{kindWords[verdict.evidence ?? ''] ? `${kindWords[verdict.evidence ?? '']}. ` : ''}{verdict.valid ? 'Every byte is as it was written.' : 'Do not rely on this file.'}</p>
          </div>
        </div>
        {verdict.findings.length > 0 && (
          <ul className={css.findings} aria-label="Findings">
            {verdict.findings.map((finding, at) => <li key={at}><span><StateBadge tone={finding.severity === 'error' ? 'bad' : finding.severity === 'warning' ? 'warn' : 'quiet'}>{severityWords[finding.severity] ?? finding.severity}</StateBadge></span><span><strong>{finding.place}</strong> <span className="quiet">{checkWords[finding.check] ?? finding.check}</span></span><span>{finding.message}</span></li>)}
          </ul>
        )}
      </Card>
      <Card title="What the file says">
        <Facts
          facts={[
            ['Document', <span className="mono">{verdict.documentId ?? '–'}</span>],
            ['Known to this store', verdict.knownToStore === null ? 'No store is open' : verdict.knownToStore ? 'Yes: the same document with the same root' : 'No'],
            ['Root hash', <span className="mono">{verdict.root ?? '–'}</span>],
            ['Log head', <span className="mono">{verdict.logHead ?? '–'}</span>],
            ['Signed', verdict.signature ? <Signed by={verdict.signature} /> : 'No: it is sealed only'],
          ]}
        />
      </Card>
      {verdict.checks.length > 0 && <Card title="What was checked"><ul style={{ display: 'grid', gap: 6, lineHeight: '20px' }}>{verdict.checks.map((check) => <li key={check}>{check.charAt(0).toUpperCase() + check.slice(1)}</li>)}</ul></Card>}
    </>
  );
}
