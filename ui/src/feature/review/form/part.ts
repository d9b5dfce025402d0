import type { Draft } from './draft';
import type { Wrong } from './check';

/** What every part of the form is given. */
export interface Part { draft: Draft; onChange: (change: Partial<Draft>) => void; wrong: Wrong }
