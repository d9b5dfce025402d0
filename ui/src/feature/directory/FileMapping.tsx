import { Button, Field, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { FileSetting } from '../../api/contract';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { TextField } from '../../shared/form';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { fieldWord, withField, withoutMapping } from './add/files';
import css from './directory.module.css';

interface Props { file: FileSetting; onChange?: (file: FileSetting) => void; action?: ReactNode }

const DELIMITER: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };
const nameOf = (path: string) => path.split(/[\\/]/).pop() || path;

/** What the columns of one file mean, with samples and the reason of every guess; each can be put right. */
export function FileMapping({ file, onChange, action }: Props) {
  const read = useRead('directory.mapping', { file }, { keep: true });
  const found = read.data;
  const by = found && [found.format.toUpperCase(), found.encoding, found.delimiter && `cells between ${DELIMITER[found.delimiter] ?? found.delimiter}`, found.sheet && `sheet ${found.sheet}`].filter(Boolean).join(' · ');
  const set = (part: Partial<FileSetting>) => onChange?.({ ...file, ...part });
  return (
    <Card title={nameOf(file.path)} aside={action}>
      <p className={`quiet ${css.breaks}`}>{file.path}{by ? ` · ${by}` : ''}</p>
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      {!found ? !read.error && <Loading label="Looking at the file" /> : (
        <>
          {found.known && <p><StateBadge tone="good">Recognized</StateBadge> {found.known}</p>}
          {found.problem && <ProblemBanner problem={{ code: null, message: found.problem, hint: 'Say below what the columns are.', field: null }} />}
          {found.table === null && !found.known && <p>LDIF says itself what its entries are: nothing has to be said of it.</p>}
          {found.table !== null && onChange && (
            <div className={css.fileHead}>
              <Field label="Each row is">
                <Select value={found.table} onChange={(_, chosen) => set({ table: chosen.value as FileSetting['table'], mapping: undefined })}>
                  <option value="people">a person</option>
                  <option value="grants">somebody’s access to something</option>
                </Select>
              </Field>
              {found.sheets.length > 1 && (
                <Field label="Sheet">
                  <Select value={found.sheet ?? ''} onChange={(_, chosen) => set({ sheet: chosen.value, mapping: undefined })}>
                    {found.sheets.map((sheet) => <option key={sheet} value={sheet}>{sheet}</option>)}
                  </Select>
                </Field>
              )}
              {(found.needsResource || file.resource !== undefined) && (
                <TextField label="All rows are about" required value={file.resource ?? ''} onChange={(resource) => set({ resource: resource || undefined })} hint="The application or the group, where no column names it." />
              )}
              {file.resource !== undefined && (
                <Field label="Which is">
                  <Select value={file.resourceKind ?? (found.known ? 'group' : 'application')} onChange={(_, chosen) => set({ resourceKind: chosen.value as FileSetting['resourceKind'] })}>
                    <option value="application">an application</option>
                    <option value="group">a group</option>
                    <option value="directoryRole">a directory role</option>
                    <option value="azureRole">an Azure role</option>
                  </Select>
                </Field>
              )}
            </div>
          )}
          {found.columns.length > 0 && (
            <div className={css.mappingBox} tabIndex={0} role="region" aria-label={`Columns of ${nameOf(file.path)}`}>
              <table className={css.mapping}>
                <thead><tr><th scope="col">Column</th><th scope="col">Means</th><th scope="col">Because</th><th scope="col">Such as</th></tr></thead>
                <tbody>
                  {found.columns.map((column, at) => (
                    <tr key={`${at} ${column.heading}`} data-used={column.fields.length > 0}>
                      <th scope="row" title={column.heading}>{column.heading || <span className="quiet">no heading</span>}</th>
                      <td>
                        {onChange && found.table !== null && column.heading ? (
                          <Select size="small" aria-label={`What ${column.heading} means`} value={column.fields[0] ?? ''} onChange={(_, chosen) => onChange(withField(file, found.mapping, column.heading, chosen.value))}>
                            <option value="">Not read</option>
                            {found.fields.map((field) => <option key={field} value={field}>{fieldWord(field)}</option>)}
                          </Select>
                        ) : column.fields.map(fieldWord).join(', ') || <span className="quiet">Not read</span>}
                        {onChange && column.fields.length > 1 && <div className={css.examples}>also {column.fields.slice(1).map(fieldWord).join(', ')}</div>}
                      </td>
                      <td className="quiet">{column.because}</td>
                      <td className={css.samples} title={column.samples.join('\n')}>{column.samples.length > 0 ? column.samples.join(' · ') : <span className="quiet">empty at first</span>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {onChange && file.mapping && <div><Button size="small" onClick={() => onChange(withoutMapping(file))}>Guess again</Button></div>}
        </>
      )}
    </Card>
  );
}
