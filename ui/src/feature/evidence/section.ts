/** The lists of a record in words, and what is shown of their rows. */

export type FileRow = Record<string, unknown> | null;

const words: Record<string, string> = {
  items: 'Decisions', changes: 'Changes', tasks: 'Remediation tasks', findings: 'Findings', resources: 'Resources', reviewers: 'Reviewers',
  reassignments: 'Hand-overs', notices: 'Notices', assignments: 'Assignments', requests: 'Requests', rows: 'Tables', entries: 'Audit log',
};

export const sectionWords = (name: string): string => words[name] ?? name;

type Shown = readonly [label: string, path: string, width: string];

const columns: Record<string, readonly Shown[]> = {
  items: [['Item', 'itemId', '64px'], ['Person', 'person.name', 'minmax(110px, 1.4fr)'], ['Resource', 'resource', 'minmax(110px, 1.6fr)'], ['Role', 'entitlement', '84px'], ['Decision', 'decision', '112px'], ['By', 'decidedBy.name', 'minmax(90px, 1fr)'], ['At (UTC)', 'decidedAt', '132px'], ['Reason', 'justification', 'minmax(90px, 1.6fr)']],
  changes: [['Change', 'changeId', '72px'], ['Person', 'person', 'minmax(110px, 1.4fr)'], ['Resource', 'resource', 'minmax(110px, 1.6fr)'], ['What', 'action', 'minmax(90px, 1fr)'], ['State', 'state', '96px'], ['At (UTC)', 'at', '132px'], ['Seen gone (UTC)', 'seenGoneAt', '132px']],
  tasks: [['Task', 'taskId', '64px'], ['Person', 'person', 'minmax(110px, 1.2fr)'], ['Resource', 'resource', 'minmax(110px, 1.4fr)'], ['Why by hand', 'reason', 'minmax(140px, 3fr)'], ['Owner', 'owner', 'minmax(90px, 1fr)'], ['Due', 'dueOn', '104px'], ['State', 'state', '84px']],
  findings: [['Kind', 'kind', 'minmax(110px, 1fr)'], ['Item', 'itemId', '64px'], ['Person', 'person', 'minmax(110px, 1.2fr)'], ['Resource', 'resource', 'minmax(110px, 1.4fr)'], ['What', 'what', 'minmax(140px, 2.4fr)'], ['What became of it', 'treatment', 'minmax(120px, 2fr)']],
  resources: [['Resource', 'resource', 'minmax(160px, 3fr)'], ['Kind', 'resourceKind', '120px'], ['Items', 'items', '84px'], ['Joined', 'joined', '84px'], ['Left', 'left', '84px'], ['Removed', 'removed', '96px']],
  reviewers: [['Reviewer', 'name', 'minmax(120px, 2fr)'], ['Asked because', 'because', 'minmax(110px, 2fr)'], ['Items', 'items', '72px'], ['Decided', 'decided', '84px'], ['Approved', 'approved', '88px'], ['Denied', 'denied', '80px'], ['Last answer (UTC)', 'lastAt', '142px']],
  notices: [['To', 'to', 'minmax(120px, 1.4fr)'], ['What', 'kind', '120px'], ['By', 'channel', '96px'], ['At (UTC)', 'at', '132px'], ['State', 'state', '104px'], ['Because', 'because', 'minmax(140px, 2fr)']],
  entries: [['Entry', 'seq', '72px'], ['At (UTC)', 'at', '132px'], ['Operation', 'operation', 'minmax(120px, 1fr)'], ['What was recorded', 'entry', 'minmax(180px, 4fr)']],
  assignments: [['No.', 'assignmentId', '72px'], ['Person', 'person.name', 'minmax(120px, 2fr)'], ['State', 'state', '120px'], ['From (UTC)', 'startsAt', '132px'], ['Until (UTC)', 'endsAt', '132px'], ['Policy', 'policy', 'minmax(120px, 2fr)']],
  requests: [['No.', 'requestId', '72px'], ['Asked by', 'requestor.name', 'minmax(120px, 2fr)'], ['Kind', 'kind', '110px'], ['State', 'state', '120px'], ['At (UTC)', 'at', '132px'], ['Reason', 'justification', 'minmax(120px, 2fr)']],
  rows: [['Table', 'table', 'minmax(130px, 1fr)'], ['What stands there', 'cells', 'minmax(220px, 4fr)']],
};

/** What is shown of a list nobody has chosen columns for: its plain fields, as they come. */
function guessed(row: FileRow | undefined): Shown[] {
  const plain = Object.entries(row ?? {}).filter(([, value]) => typeof value !== 'object' || Array.isArray(value));
  return plain.slice(0, 7).map(([name]) => [nameWords(name), name, 'minmax(110px, 1fr)']);
}

export const columnsOf = (section: string, first: FileRow | undefined): readonly Shown[] => columns[section] ?? guessed(first);

const fieldWords: Record<string, string> = {
  system: 'Decided by the program', bulk: 'Decided in bulk', ownAccess: 'Decided about oneself', events: 'Events', reassignments: 'Hand-overs', entries: 'Entries of the log', seq: 'Entry', sha256: 'SHA-256',
  dontKnow: 'Don’t know', age: 'Age of the data', answer: 'The answer', groups: 'What is known', itemId: 'Item', taskId: 'Task', changeId: 'Change', documentId: 'Document', storeId: 'Store', userName: 'Account', offline: 'Without a connection', digest: 'SHA-256 of the snapshot', assurance: 'Shown by', device: 'Machine',
};
const valueWords: Record<string, string> = {
  approve: 'Approve', deny: 'Deny', dontKnow: 'Don’t know', notReviewed: 'Not reviewed', osAccount: 'the account of the operating system', stated: 'said only', directory: 'a password at the directory',
  disabledAccount: 'disabled account', endAssignment: 'end of the assignment', stillThere: 'still there', removeMember: 'remove from the group', seenGone: 'seen gone', alreadySo: 'was so already',
};
/** The fields whose values are words of this program; everything else is told as it was written. */
const spokenFields = new Set(['decision', 'advice', 'assurance', 'kind', 'action', 'state', 'outcome']);

/** The value of a field as text. */
export function fieldText(name: string, value: unknown): string {
  return (typeof value === 'string' && spokenFields.has(name) && valueWords[value]) || plainText(value);
}

/** A field's name as words: `decidedBy` is “Decided by”. */
export function nameWords(name: string): string {
  const known = fieldWords[name];
  if (known) return known;
  const spaced = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A value as text, whatever it is. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value) ? `${value.slice(0, 19).replace('T', ' ')} UTC` : value;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.length > 0 ? value.join(', ') : '–';
  return JSON.stringify(value);
}

/** The head of one table of a report, as its record has it. */
export interface TableHead { title: string; columns: { title: string }[] }

/** The tables of a report; none in any other document. What a file says is not taken on trust. */
export function tablesOf(parts: Record<string, unknown>): TableHead[] {
  if (!Array.isArray(parts.tables)) return [];
  return parts.tables.map((one: Partial<TableHead> | null) => ({ title: String(one?.title ?? ''), columns: Array.isArray(one?.columns) ? one.columns.map((column) => ({ title: String(column?.title ?? '') })) : [] }));
}

const tableOf = (row: FileRow, tables: TableHead[]) => tables[Number(row?.table)];

/** What stands in one cell of a list. */
export function cellText(section: string, row: FileRow, path: string, tables: TableHead[]): string {
  if (section === 'rows' && path === 'table') return tableOf(row, tables)?.title || plainText(at(row, path));
  const value = at(row, path);
  if (section === 'rows' && Array.isArray(value)) return value.map(plainText).join(' · ');
  // The column's head says that it is UTC; a minute is enough in a list.
  return fieldText(path.split('.').at(-1) ?? path, value).replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d UTC$/, '$1');
}

/** A row by its names: a report's row has them in the head of its table. */
export function named(section: string, row: NonNullable<FileRow>, tables: TableHead[]): Record<string, unknown> {
  const [table, cells] = [tableOf(row, tables), row.cells];
  if (section !== 'rows' || !table || !Array.isArray(cells)) return row;
  const fields = cells.map((cell: unknown, place) => [table.columns[place]?.title || `Column ${place + 1}`, cell] as const);
  return { Table: table.title, ...Object.fromEntries(fields), ...Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'table' && name !== 'cells')) };
}

/** The value at a place such as `person.name`. */
export function at(row: FileRow, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined), row);
}
