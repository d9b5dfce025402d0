import { Button } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { BeakerRegular } from '@fluentui/react-icons/svg/beaker';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePages } from '../../api/pages';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { formatNumber } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { DrawDialog } from './DrawDialog';
import { asPopulation, populationWords } from './words';

/** Samples that were drawn for an auditor, each with the seed by which it is drawn again. */
export default function SampleList() {
  const pages = usePages('sample.list', {});
  const [drawing, setDrawing] = useState(false);
  const go = useNavigate();
  const draw = <Button appearance="primary" icon={<AddRegular />} onClick={() => setDrawing(true)}>Draw a sample</Button>;
  return (
    <Page title="Samples" fill lead="Rows for an auditor to look into, drawn by a seed, so that anybody can draw the same ones again by hand." actions={pages.total ? draw : undefined}>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the samples" /> : pages.total === 0 ? (
        <Empty icon={<BeakerRegular />} title="No sample was drawn yet" text="Say what to draw from and how many; the seed, the exact size of the whole and a hash over it are kept with the sample.">{draw}</Empty>
      ) : (
        <Table
          label="Samples" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48} onOpen={(row) => void go({ to: '/samples/$sample', params: { sample: row.sample } })}
          columns={[
            { id: 'no', label: 'No.', width: '52px', align: 'end', show: (row) => <Link to="/samples/$sample" params={{ sample: row.sample }}>{formatNumber(row.sample)}</Link> },
            { id: 'at', label: 'Drawn', width: MOMENT_WIDTH, show: (row) => <Moment at={row.drawnAt} /> },
            { id: 'of', label: 'From', width: 'minmax(108px, 1.2fr)', show: (row) => populationWords[asPopulation(row.population)] },
            { id: 'rows', label: 'Rows', width: '60px', align: 'end', show: (row) => formatNumber(row.rowCount) },
            { id: 'whole', label: 'Out of', width: '80px', align: 'end', show: (row) => formatNumber(row.populationCount) },
            { id: 'note', label: 'For', width: 'minmax(90px, 1.4fr)', show: (row) => row.note ? <span title={row.note}>{row.note}</span> : <span className="quiet">–</span> },
            { id: 'by', label: 'By', width: 'minmax(84px, 1fr)', show: (row) => <span title={row.drawnBy}>{row.drawnBy}</span> },
          ]}
        />
      )}
      {drawing && <DrawDialog onClose={() => setDrawing(false)} />}
    </Page>
  );
}
