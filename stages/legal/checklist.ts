import { HOLDS, type HoldType } from '../../domain/care/holds.ts';
import { isUnder } from '../../domain/care/in-force.ts';
import { type AccountLimitation, limitationOf } from '../../domain/limitation.ts';
import type { Situation } from '../../domain/stage.ts';
import { suspenseWords } from '../../domain/suspense.ts';
import { addDays } from '../../domain/time.ts';

/** Holds with a line of their own, passed or not. */
const NAMED: readonly HoldType[] = ['death', 'bankruptcy', 'hardship'];

interface Check {
  name: string;
  passed: boolean;
  words: string;
}

/** What must be true before anybody is asked to approve a court case. Pure; the case folder contains the result. */
export function courtChecklist({ facts, standing, today }: Situation): Check[] {
  const limitation = limitationOf(facts, standing, today);
  const check = (name: string, passed: boolean, words: string): Check => ({ name, passed, words });
  return [
    check('address', facts.person.hasAddress, 'the address is known'),
    check('contract', facts.contractDate <= today, 'the contract is present'),
    check('statement', facts.hasStatement, 'the statement of account is present'),
    check('not-time-barred', !limitation.barred && limitation.unknown.length === 0, limitationWords(limitation)),
    check('no-dispute', !standing.disputed, 'nothing is disputed'),
    ...(standing.suspense > 0n
      ? [check('no-suspense', false, `not true: ${suspenseWords(standing.suspense, facts.currency)}`)]
      : []),
    check('no-death', !isUnder(standing, 'death'), 'no death is reported'),
    check('no-bankruptcy', !isUnder(standing, 'bankruptcy'), 'no bankruptcy is reported'),
    check('no-hardship', !isUnder(standing, 'hardship'), 'no hardship is reported'),
    ...standing.care
      .filter(({ type, effects }) => effects.legal === 'stop' && !NAMED.includes(type))
      .map(({ type }) => check(`no-${type}`, false, `not true: ${HOLDS[type].words}`)),
    check('above-cost-floor', standing.balance >= facts.creditor.costFloor, 'the balance is above the cost floor'),
  ];
}

function limitationWords({ lastDay, law, unknown }: AccountLimitation): string {
  const [first] = unknown;
  if (first !== undefined) return `the limitation is known: under the law of ${first.law} ${first.words}`;
  const by = law === 'creditor' ? '' : ` under the law of ${law}`;
  return `the debt is not time-barred before ${addDays(lastDay, 1)}${by}`;
}
