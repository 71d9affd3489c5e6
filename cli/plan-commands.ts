/** Commands about repayment plans. To calculate one nothing needs to run. */
import { type Command, Option } from 'commander';
import { ACCEPTANCES, PLAN_SIDES } from '../domain/agreements/agreement-facts.ts';
import { AGREEMENT_STATES } from '../domain/agreements/agreements.ts';
import { VERDICTS } from '../domain/care/affordability/verdicts.ts';
import { DAY_COUNTS } from '../domain/money/plan/interest.ts';
import { RHYTHMS } from '../domain/money/plan/payment-dates.ts';
import { MOST_INSTALMENTS } from '../domain/money/plan/terms.ts';
import { AS_WORDS, JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';

export function addPlans(program: Command): void {
  const plan = program
    .command('plan')
    .description('list the kinds of repayment plans that can be calculated (docs/plans.md)')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).listPlanKinds(options)));
  withSchedule(
    plan
      .command('calculate [file]')
      .description(
        'calculate a repayment plan to the minor unit, from a file of terms or from options; - reads standard input',
      )
      .option('--amount <amount>', 'all that is owed: 14340 or 14340.50')
      .option('--currency <code>', 'its currency, ISO 4217'),
  )
    .option('--today <date>', 'the day of the figures; today when neither the file nor this says it')
    .option('--settle-on <date>', 'say too what ends the plan on this day')
    .option('--json', JSON_WORDS)
    .action(run(async (file, _, command) => (await commands()).calculatePlanOf(file, optionsOf(command))));
  addProposing(plan);
  addAnswering(plan);
  addListing(program);
}

/** Options that say the schedule, dates and interest of a plan. */
function withSchedule(command: Command): Command {
  return command
    .option('--number <n>', 'equal instalments, so many', whole(1, MOST_INSTALMENTS))
    .option('--instalment <amount>', 'so much each time until nothing is left')
    .option('--first <date>', 'of the first payment, YYYY-MM-DD')
    .addOption(new Option('--every <rhythm>', 'how often; month when left out').choices(RHYTHMS))
    .option('--day <n>', 'of months: the day; the last of a month that has no such day', whole(1, 31))
    .option('--rate <percent>', 'nominal interest a year, such as 12.5; none when left out')
    .addOption(new Option('--day-count <rule>', 'with --rate: actual/365 when left out').choices(DAY_COUNTS))
    .option('--on-top', 'with --rate: pay it on top of equal shares, not within instalments of one size')
    .option('--whole', 'round instalments to whole units of the currency')
    .option('--last-day <date>', 'no payment is after it; of a settlement, its last day');
}

function addProposing(plan: Command): void {
  withSchedule(
    plan
      .command('propose <account>')
      .description('propose a repayment plan about an account (docs/plans.md#the-life-of-a-plan)')
      .option(
        '--amount <amount>',
        'what it is over; what is asked for when left out, of a settlement all that is owed',
      ),
  )
    .option('--settle <percent>', 'accept so much of all that is owed, such as 60; needs --last-day')
    .option('--settle-sum <amount>', 'accept this sum for all that is owed; needs --last-day')
    .option('--terms <file>', 'take the terms from a file (docs/plan-terms.schema.json), without today')
    .option('--valid-until <date>', 'last day to accept it; 14 days when left out')
    .option('--review-on <date>', 'when people look at it again; after half a year when left out')
    .addOption(new Option('--affordability <verdict>', 'what npx arrears afford assess came to').choices(VERDICTS))
    .addOption(new Option('--from <side>', 'whose proposal it is; the lender when left out').choices(PLAN_SIDES))
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await agreeing()).proposePlan(account, optionsOf(command))));
}

function addAnswering(plan: Command): void {
  const about = '--plan <n>';
  plan
    .command('accept <account>')
    .description('record that the person accepted a plan, and what shows it')
    .option(about, 'its number; the open one when left out', whole(1, 1_000_000))
    .addOption(new Option('--by <way>', 'how they accepted').choices(ACCEPTANCES))
    .option('--proof <words>', 'what shows it: a recording, a letter, a message, by reference')
    .option('--digest <digits>', 'of the text that they agreed to; that of the plan as it is now when left out')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await agreeing()).acceptPlan(account, optionsOf(command))));
  plan
    .command('decline <account>')
    .description('record that the person does not want the plan that is open')
    .option(about, 'its number', whole(1, 1_000_000))
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await agreeing()).declinePlan(account, optionsOf(command))));
  plan
    .command('withdraw <account>')
    .description('take the plan that is open back')
    .option(about, 'its number', whole(1, 1_000_000))
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await agreeing()).withdrawPlan(account, optionsOf(command))));
  plan
    .command('end <account>')
    .description('end the plan that runs')
    .option(about, 'its number', whole(1, 1_000_000))
    .addOption(new Option('--by <side>', 'who ends it; the person when left out').choices(PLAN_SIDES))
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await agreeing()).endPlan(account, optionsOf(command))));
  plan
    .command('show <account>')
    .description('show the plans of an account: how each stands, what came, who agreed to it and how')
    .option(about, 'one of them, with its text', whole(1, 1_000_000))
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await agreeing()).showPlans(account, optionsOf(command))));
}

function addListing(program: Command): void {
  program
    .command('plans')
    .description('list repayment plans')
    .option('--creditor <code>', 'of one creditor')
    .addOption(new Option('--state <state>', 'in one state').choices(AGREEMENT_STATES))
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await agreeing()).listPlans(options)));
}

const agreeing = () => import('./commands/agree-plans.ts');
const commands = () => import('./commands/calculate-plan.ts');
