import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useState } from 'react';
import type { FileSetting } from '../../../api/contract';
import { Fieldset, GroupProblem, PathField } from '../../../shared/form';
import { FileMapping } from '../FileMapping';
import css from '../directory.module.css';
import { withPath } from './files';

interface Props { files: FileSetting[]; change: (files: FileSetting[]) => void; wrong?: string }

const KINDS = [{ name: 'Tables and LDIF', extensions: ['csv', 'tsv', 'txt', 'xlsx', 'xlsm', 'ldif', 'ldf'] }];

/** Files that make one directory, each with what its columns seem to mean. */
export function FilesFields({ files, change, wrong }: Props) {
  const [path, setPath] = useState('');
  function add(chosen: string) {
    change(withPath(files, chosen));
    setPath('');
  }
  return (
    <>
      <Fieldset title="Files" hint="People and their access, as exports of other programs: CSV, Excel and LDIF. They are read anew at every sync and never changed.">
        <GroupProblem error={wrong} />
        <div className={css.addFile}>
          <PathField label={files.length === 0 ? 'File' : 'One more file'} value={path} onChange={setPath} hint="A relative path is taken from the store's folder." question={{ title: 'A table or an LDIF file', mode: 'open', filters: KINDS }} />
          <Button disabled={!path.trim()} onClick={() => add(path)}>Look at it</Button>
        </div>
      </Fieldset>
      {files.map((file, at) => (
        <FileMapping
          key={file.path} file={file} onChange={(next) => change(files.map((one, n) => (n === at ? next : one)))}
          action={<Button size="small" className={css.whole} icon={<DismissRegular />} aria-label={`Take ${file.path} away`} onClick={() => change(files.filter((_, n) => n !== at))}>Take away</Button>}
        />
      ))}
    </>
  );
}
