/** The lists of a record in words, and what is shown of their rows. */

export type FileRow = Record<string, unknown> | null;

const words: Record<string, string> = {
  items: 'Decisions', changes: 'Changes', tasks: 'Remediation tasks', findings: 'Findings', resources: 'Resources', reviewers: 'Reviewers',
  reassignments: 'Hand-overs', notices: 'Notices', assignments: 'Assignments', requests: 'Requests', rows: 'Tables', entries: 'Audit log',
};

export const sectionWords = (name: string): string => words[name] ?? name;

type Shown = readonly [label: string, path: string, width: string];

const columns: Record<string, readonly Shown[]> = {
  items: [['Item', 'itemId', '80px'], ['Person', 'person.name', 'minmax(140px, 2fr)'], ['Resource', 'resource', 'minmax(140px, 2fr)'], ['Entitlement', 'entitlement', '110px'], ['Decision', 'decision', '110px'], ['By', 'decidedBy.name', 'minmax(120px, 1.5fr)'], ['At', 'decidedAt', '170px'], ['Reason', 'justification', 'minmax(120px, 2fr)']],
  changes: [['Change', 'changeId', '80px'], ['Person', 'person', 'minmax(140px, 2fr)'], ['Resource', 'resource', 'minmax(140px, 2fr)'], ['Action', 'action', 'minmax(140px, 2fr)'], ['State', 'state', '110px'], ['At', 'at', '170px'], ['Seen gone', 'seenGoneAt', '170px']],
  tasks: [['Task', 'taskId', '80px'], ['Person', 'person', 'minmax(140px, 2fr)'], ['Resource', 'resource', 'minmax(140px, 2fr)'], ['Why by hand', 'reason', 'minmax(160px, 3fr)'], ['Owner', 'owner', 'minmax(120px, 1.5fr)'], ['Due', 'dueOn', '110px'], ['State', 'state', '110px']],
  reviewers: [['Reviewer', 'name', 'minmax(140px, 2fr)'], ['Asked because', 'because', 'minmax(140px, 2fr)'], ['Items', 'items', '90px'], ['Decided', 'decided', '90px'], ['Approved', 'approved', '90px'], ['Denied', 'denied', '90px'], ['Last answer', 'lastAt', '170px']],
  entries: [['Entry', 'seq', '80px'], ['At', 'at', '170px'], ['Operation', 'operation', 'minmax(140px, 1fr)'], ['What was recorded', 'entry', 'minmax(200px, 4fr)']],
  assignments: [['Assignment', 'assignmentId', '110px'], ['Person', 'person.name', 'minmax(140px, 2fr)'], ['State', 'state', '140px'], ['From', 'startsAt', '170px'], ['Until', 'endsAt', '170px'], ['Policy', 'policy', 'minmax(140px, 2fr)']],
  requests: [['Request', 'requestId', '90px'], ['Asked by', 'requestor.name', 'minmax(140px, 2fr)'], ['Kind', 'kind', '140px'], ['State', 'state', '140px'], ['At', 'at', '170px'], ['Reason', 'justification', 'minmax(140px, 2fr)']],
};

/** What is shown of a list nobody has chosen columns for: its plain fields, as they come. */
function guessed(row: FileRow | undefined): Shown[] {
  const plain = Object.entries(row ?? {}).filter(([, value]) => typeof value !== 'object' || Array.isArray(value));
  return plain.slice(0, 7).map(([name]) => [nameWords(name), name, 'minmax(110px, 1fr)']);
}

export const columnsOf = (section: string, first: FileRow | undefined): readonly Shown[] => columns[section] ?? guessed(first);

/** A field's name as words: `decidedBy` is “Decided by”. */
export function nameWords(name: string): string {
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

/** The value at a place such as `person.name`. */
export function at(row: FileRow, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined), row);
}
