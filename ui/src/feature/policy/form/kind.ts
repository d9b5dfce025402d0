import type { Kind } from '../../../shared/definition/Editor';
import { PolicyForm } from './PolicyForm';
import { check } from './check';
import type { Draft } from './draft';
import { fromPolicy } from './fromPolicy';
import { withNames } from './names';
import { fieldOf } from './place';
import { toPolicy } from './toPolicy';

/** A policy of an access package, as the editor of definitions takes it. */
export const kind: Kind<Draft> = { name: 'accessPackageAssignmentPolicy', Form: PolicyForm, toDefinition: toPolicy, fromDefinition: fromPolicy, withNames, check, fieldOf };
