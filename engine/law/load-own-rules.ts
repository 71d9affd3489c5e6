/** Reads the lender's own rules from the file that ARREARS_RULES names. */
import { readFileSync } from 'node:fs';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { ownRulesOf, RuleFile } from '../../domain/contracts/rule-file.ts';
import { JsonFault, parseStrictBytes } from '../../domain/contracts/strict-json.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import type { OwnRules } from '../../domain/law/own-rules.ts';
import { Problem } from '../../domain/problems.ts';

/** The rules of the file, or those that ship without one. Throws `rules-refused` with each fault and its place. */
export function loadOwnRules(path: string | undefined): OwnRules {
  if (path === undefined) return SHIPPED_RULES;
  const parsed = RuleFile.safeParse(readJson(path));
  if (!parsed.success) throw refused(showFaults(faultsOf(parsed.error)));
  return ownRulesOf(parsed.data);
}

function readJson(path: string): unknown {
  try {
    return parseStrictBytes(readFileSync(path));
  } catch (error) {
    throw refused(error instanceof JsonFault ? `it ${error.message}` : 'it cannot be read');
  }
}

const refused = (faults: string) => new Problem('rules-refused', { faults });
