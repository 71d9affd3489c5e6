/** Commands about repayment plans. They need nothing running. */
import { type Command, Option } from 'commander';
import { DAY_COUNTS } from '../domain/money/plan/interest.ts';
import { RHYTHMS } from '../domain/money/plan/payment-dates.ts';
import { MOST_INSTALMENTS } from '../domain/money/plan/terms.ts';
import { JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';

export function addPlans(program: Command): void {
  const plan = program
    .command('plan')
    .description('list the kinds of repayment plans that can be calculated (docs/plans.md)')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).listPlanKinds(options)));
  plan
    .command('calculate [file]')
    .description(
      'calculate a repayment plan to the minor unit, from a file of terms or from options; - reads standard input',
    )
    .option('--amount <amount>', 'all that is owed: 14340 or 14340.50')
    .option('--currency <code>', 'its currency, ISO 4217')
    .option('--number <n>', 'equal instalments, so many', whole(1, MOST_INSTALMENTS))
    .option('--instalment <amount>', 'so much each time until nothing is left')
    .option('--first <date>', 'of the first payment, YYYY-MM-DD')
    .addOption(new Option('--every <rhythm>', 'how often; month when left out').choices(RHYTHMS))
    .option('--day <n>', 'of months: the day; the last of a month that has no such day', whole(1, 31))
    .option('--rate <percent>', 'nominal interest a year, such as 12.5; none when left out')
    .addOption(new Option('--day-count <rule>', 'with --rate: actual/365 when left out').choices(DAY_COUNTS))
    .option('--on-top', 'with --rate: pay it on top of equal shares, not within instalments of one size')
    .option('--whole', 'round instalments to whole units of the currency')
    .option('--last-day <date>', 'no payment is after it')
    .option('--today <date>', 'the day of the figures; today when neither the file nor this says it')
    .option('--settle-on <date>', 'say too what ends the plan on this day')
    .option('--json', JSON_WORDS)
    .action(run(async (file, _, command) => (await commands()).calculatePlanOf(file, optionsOf(command))));
}

const commands = () => import('./commands/calculate-plan.ts');
