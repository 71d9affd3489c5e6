/** Reads a file of the lender's own rules for a command. */
import { RuleFile } from '../domain/contracts/rule-file.ts';
import { faultsIn, fieldOf, readJson, refuseFile } from './json-file.ts';

/** The checked file; `undone` says what was left undone when it is refused. */
export function readRuleFile(path: string, undone: string): RuleFile {
  const remedy = `Correct it; ${undone}. docs/rules.schema.json describes a file of rules, docs/examples/rules.json is the one that ships.`;
  const value = readJson(path, 'The file of rules', remedy);
  const faults = faultsIn(RuleFile, value);
  if (faults.length > 0) refuseFile(faults, (pointer) => `Rules, field ${fieldOf(pointer)}`, remedy);
  return RuleFile.parse(value);
}
