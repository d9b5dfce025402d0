import type { CertificateView } from '../../api/contract';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { count, formatNumber } from '../../shared/number';
import { Card, Facts } from '../../shared/page';
import { Orphans } from './Orphans';
import { excludedOf } from './words';
import css from './directory.module.css';

/** The population certificate: what was asked, what came, and where every entry went. */
export function Certificate({ view }: { view: CertificateView }) {
  const { certificate } = view;
  const excluded = excludedOf(certificate);
  const adds = certificate.entriesReturned === certificate.entriesLoaded + excluded;
  const server = certificate.serverReportedCount;
  return (
    <>
      <Card
        title="Reconciliation"
        aside={<StateBadge tone={adds ? 'good' : 'bad'}>{adds ? 'It adds up' : 'It does not add up'}</StateBadge>}
      >
        <table className={css.sum}>
          <caption className="unseen">Entries returned, loaded and excluded</caption>
          <tbody>
            {server !== null && <tr><th scope="row">Counted by the server</th><td>{formatNumber(server)}</td></tr>}
            <tr data-sum="true"><th scope="row">Entries returned in {count(certificate.pages, 'page')}</th><td>{formatNumber(certificate.entriesReturned)}</td></tr>
            <tr><th scope="row">Loaded into the snapshot</th><td>{formatNumber(certificate.entriesLoaded)}</td></tr>
            {certificate.excluded.map((one) => (
              <tr key={one.reason}>
                <th scope="row">Excluded: {one.reason}{one.examples.length > 0 && <div className={css.examples}>such as {one.examples.join('; ')}</div>}</th>
                <td>{formatNumber(one.count)}</td>
              </tr>
            ))}
            {excluded === 0 && <tr><th scope="row">Excluded</th><td>0</td></tr>}
            {certificate.adjusted.map((one) => (
              <tr key={one.reason}>
                <th scope="row">Loaded after a correction: {one.reason}{one.examples.length > 0 && <div className={css.examples}>such as {one.examples.join('; ')}</div>}</th>
                <td>{formatNumber(one.count)}</td>
              </tr>
            ))}
            <tr><th scope="row">Gone since the snapshot before</th><td>{formatNumber(certificate.removed)}</td></tr>
          </tbody>
        </table>
      </Card>
      {view.orphanTotal > 0 && <Orphans view={view} />}
      <Card title="Population certificate">
        <Facts
          facts={[
            ['Server', certificate.server],
            ['Address', <span className="mono">{certificate.url}</span>],
            ['Account', <span className="mono">{certificate.account}</span>],
            ['Base', <span className="mono">{certificate.base}</span>],
            ['Filter', <span className="mono">{certificate.filter}</span>],
            ['Read', certificate.mode === 'full' ? `Whole${certificate.fullBecause ? `: ${certificate.fullBecause}` : ''}` : 'Only what changed'],
            ['Started', <Moment at={certificate.startedAt} />],
            ['Ended', <Moment at={certificate.endedAt} />],
            ['Owners', `${formatNumber(certificate.population.ownership)} recorded`],
            ['Attributes', <span className="mono">{certificate.attributes.join(', ')}</span>],
            ['Watermark before', <span className="mono">{certificate.watermarkBefore ?? '–'}</span>],
            ['Watermark after', <span className="mono">{certificate.watermarkAfter ?? '–'}</span>],
            ['Digest (SHA-256)', <span className="mono">{certificate.digest}</span>],
          ]}
        />
      </Card>
    </>
  );
}
