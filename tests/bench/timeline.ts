/**
 * How many account-years accounts live a second in virtual time, on one core, without faults: the people of the
 * simulation over a year and a half, each person carried from start to end. Nobody answers tasks; a part pays, promises
 * or disputes. `npm run bench -- timeline [--accounts N]`. JSON lines; exit 1 when the gate is missed.
 */
import { parseArgs } from 'node:util';
import { groupBy } from '../../domain/group.ts';
import { DAY_MS } from '../../domain/time.ts';
import type { AccountRow } from '../../simulation/maps/book.ts';
import { VirtualEngine } from '../../simulation/virtual-engine.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { Random } from '../simulation/random.ts';
import { people, START } from '../simulation/world.ts';
import { report } from './report.ts';

const { values } = parseArgs({ options: { accounts: { type: 'string' } }, allowPositionals: true });
const ACCOUNTS = Number(values.accounts ?? 1000);
const MONTHS = 18;
const END = START + MONTHS * 30.4 * DAY_MS;
const GATE = 500;

interface Lived {
  evaluations: number;
  claims: number;
  sent: number;
}

/** Carries the accounts of one person to the end. */
function live(accounts: readonly AccountRow[], lived: Lived, random: Random): void {
  const engine = new VirtualEngine({
    rulebook: RULEBOOK,
    now: START,
    count: (name) => {
      if (name.startsWith('evaluation:')) lived.evaluations += 1;
      else if (name.startsWith('claim:')) lived.claims += 1;
    },
    onEvent: (event) => {
      if (event.of === 'sent') lived.sent += 1;
      if (event.of !== 'task-opened') return;
      const { task } = event;
      if (task.kind !== 'call' || task.effect === null) return;
      const body = { effect: task.effect.id, contact: 'no-answer' as const };
      engine.at(engine.now + DAY_MS / 24, () =>
        engine.tell(task.account as AccountRow, { kind: 'call-outcome', body }),
      );
    },
  });
  for (const account of accounts) {
    engine.add(account);
    for (const day of [40, 200, 380])
      if (random.chance(0.3))
        engine.at(START + day * DAY_MS, () => {
          const minor = account.dues.reduce((sum, due) => sum + due.minor, 0n) / 2n;
          if (minor > 0n) engine.tell(account, { kind: 'payment', body: { minor, via: 'lender' } });
        });
  }
  engine.runUntil(END);
}

function run(seed: number, count: number): { perSecond: number; lived: Lived } {
  const random = new Random(seed);
  const byPerson = groupBy(people(random, count, MONTHS), ({ person }) => person);
  const lived = { evaluations: 0, claims: 0, sent: 0 };
  const started = process.cpuUsage();
  for (const accounts of byPerson.values()) live(accounts, lived, random);
  const { user, system } = process.cpuUsage(started);
  return { perSecond: (count * MONTHS) / 12 / ((user + system) / 1e6), lived };
}

/** The first run builds the tables of the time zones and warms the code up; it does not count. */
run(1, 100);
const { perSecond, lived } = run(2, ACCOUNTS);
const years = (ACCOUNTS * MONTHS) / 12;
const each = (count: number): number => Math.round((10 * count) / years) / 10;
report(
  'timeline',
  { figure: 'account-years-per-second', value: perSecond, unit: 'account-years/s of CPU', atLeast: GATE },
  {
    accounts: ACCOUNTS,
    evaluationsAYear: each(lived.evaluations),
    claimsAYear: each(lived.claims),
    sentAYear: each(lived.sent),
  },
);
