import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { count } from '../../shared/number';
import { FolderDialog } from '../job/FolderDialog';

interface Made { folder: string; files: { path: string; name: string; rows: number }[] }

const everybody = '';

/** A spreadsheet for one reviewer, or for everybody who is asked in the stage that is going on. */
export function MakeDialog({ instance, onClose }: { instance: number; onClose: () => void }) {
  const make = useWrite('packet.workbook');
  const progress = useRead('review.progress', { instance });
  const [reviewer, setReviewer] = useState(everybody);
  const reviewers = (progress.data?.reviewers ?? []).filter((one) => one.count.total > 0);
  return (
    <FolderDialog
      title="Make workbooks" action="Make them" question="A folder for the workbooks" starting={make} onClose={onClose}
      start={(folder, onSuccess) => make.mutate({ instance, folder, ...(reviewer ? { reviewer: Number(reviewer) } : {}) }, { onSuccess })}
      written={(result) => {
        const made = result as Made;
        return {
          said: `${count(made.files.length, 'workbook')} written to ${made.folder}.`,
          detail: made.files.length === 0 ? 'Nobody has anything to decide.' : undefined,
        };
      }}
    >
      <p>A spreadsheet for people without the program: their items, a cell for each decision, and a checksum over every row.</p>
      <p className="quiet">It is not sealed, and nothing in it shows who filled it in. The log and the evidence say so of every decision that comes back this way.</p>
      <Field label="For">
        <Select value={reviewer} onChange={(_, change) => setReviewer(change.value)}>
          <option value={everybody}>Everybody who is asked</option>
          {reviewers.map((one) => <option key={one.principal} value={one.principal}>{one.displayName}</option>)}
        </Select>
      </Field>
    </FolderDialog>
  );
}
