import type { Situation } from '../../domain/stage.ts';
import { addDays, daysBetween } from '../../domain/time.ts';

interface Check {
  name: string;
  passed: boolean;
  words: string;
}

/** What must be true before anybody is asked to approve a court case. Pure; the case folder contains the result. */
export function courtChecklist({ facts, standing, today }: Situation): Check[] {
  const lastDue = standing.position.dues.at(-1)?.on ?? facts.contractDate;
  const barredOn = addDays(lastDue, Math.round(facts.creditor.limitationYears * 365.25));
  const check = (name: string, passed: boolean, words: string): Check => ({ name, passed, words });
  return [
    check('address', facts.person.hasAddress, 'the address is known'),
    check('contract', facts.contractDate <= today, 'the contract is present'),
    check('statement', facts.hasStatement, 'the statement of account is present'),
    check('not-time-barred', daysBetween(today, barredOn) > 0, `the debt is not time-barred before ${barredOn}`),
    check('no-dispute', !standing.disputed, 'nothing is disputed'),
    check('no-death', !standing.dead, 'no death is reported'),
    check('no-bankruptcy', !standing.bankrupt, 'no bankruptcy is reported'),
    check('no-hardship', !standing.hardship, 'no hardship is reported'),
    check('above-cost-floor', standing.balance >= facts.creditor.costFloor, 'the balance is above the cost floor'),
  ];
}
