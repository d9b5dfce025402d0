import type { Answer, OperationName, Operations } from './contract';
import { host } from './host';

/** The one way to the back end. Rejects with a problem a person can read. */
export async function call<Name extends OperationName>(
  name: Name,
  input: Operations[Name]['input'],
): Promise<Answer<Operations[Name]['output']>> {
  return (await host().call(name, input)) as Answer<Operations[Name]['output']>;
}
