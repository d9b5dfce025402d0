import type { FormPart } from '../../../shared/definition/Editor';
import type { Draft } from './draft';

/** What every part of the form is given. */
export type Part = FormPart<Draft>;
