/** A fault of one field of what was sent. */
import { Problem, type ProblemCode } from '../../domain/problems.ts';

/** A Problem about one field, to be thrown. `pointer` is a JSON pointer. */
export function faultAt(code: ProblemCode, pointer: string, words: string, kind = ''): Problem {
  return new Problem(code, { kind, faults: `${pointer}: ${words}` }, { cause: [{ pointer, words }] });
}
