/** Cases and rules of law for tests: a case as a situation describes it, a rule with what matters to the test. */
import { GateCase, type GateCaseInput, legalCaseOf } from '../../domain/contracts/gate-case.ts';
import type { LegalCase } from '../../domain/law/case.ts';
import type { Demand, Pack, Rule, RuleAnswer } from '../../domain/law/rule.ts';

/** A call at noon of London on an ordinary day of winter, changed by `over`. */
export const legalCase = (over: Partial<GateCaseInput> = {}): LegalCase =>
  legalCaseOf(GateCase.parse({ law: ['UK'], zones: ['Europe/London'], at: '2026-03-06T12:00:00Z', ...over }));

export const rule = (id: string, demand: Demand, over: Partial<Rule> = {}): Rule => ({
  id,
  words: `the rule ${id}`,
  clause: 'a clause',
  source: 'a test',
  confidence: 'verbatim',
  severity: 'hard',
  from: null,
  until: null,
  binds: {},
  demand,
  ...over,
});

/** A rule that answers as the function says. */
export const judgedRule = (
  id: string,
  judge: (legalCase: LegalCase) => RuleAnswer | null,
  over: Partial<Rule> = {},
): Rule => rule(id, { kind: 'judged', judge }, over);

export const packOf = (...rules: Rule[]): Pack => ({
  name: 'house',
  title: 'a test',
  version: '1',
  rules,
  notCovered: [],
});

/** The moment of an answer that waits, in UTC; null when nothing stands against the act. */
export function untilOf(answer: RuleAnswer | null): string | null {
  if (answer === null) return null;
  return answer.kind === 'wait' ? new Date(answer.until).toISOString() : answer.code;
}
