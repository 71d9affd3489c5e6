import { beforeAll, describe, expect, test } from '@jest/globals';
import { type PortfolioInput, readPortfolioInput } from '../../cli/portfolio-file.ts';
import { isWrittenChannel } from '../../domain/channels.ts';
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import { standingOf } from '../../domain/standing.ts';
import { DAY_MS } from '../../domain/time.ts';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { LENDER } from '../../stages/rules.ts';
import { standOn } from '../behaviour/ledger.ts';
import { debtorsOf } from '../behaviour/traits.ts';
import { readStanding } from '../maps/read.ts';
import { assumedCosts, type Costs } from './costs.ts';
import { contactsOf, moneyIn, noFigures } from './figures.ts';
import { livePerson } from './live.ts';
import { PersonLife } from './person-life.ts';
import { personsOf } from './portfolio.ts';
import { simulate } from './simulate.ts';
import { simulatedStrategy } from './strategy-rules.ts';
import { Timetable } from './timetable.ts';

const DAYS = 75;
const SEED = 7;
const COSTS = assumedCosts('TWD') as Costs;
const strategyNamed = (name: 'standard' | 'gentle' | 'online-lender') =>
  simulatedStrategy(shippedStrategy(name, LENDER), LENDER, SHIPPED_RULES);

let input: PortfolioInput;
beforeAll(async () => {
  input = await readPortfolioInput({});
});
const run = (
  count: number,
  names: readonly Parameters<typeof strategyNamed>[0][],
  { seed = SEED, days = DAYS, features = {} }: { seed?: number; days?: number; features?: Record<string, string> } = {},
) =>
  simulate({
    input: { name: 'test', sha256: input.sha256 },
    accounts: input.accounts.slice(0, count).map((account) => ({ ...account, features })),
    ...{ currency: 'TWD', startsOn: input.startsOn, days, seed, costs: COSTS },
    strategies: names.map(strategyNamed),
  });

describe('a portfolio in virtual time', () => {
  let lives: PersonLife[];
  let told: number[];
  beforeAll(() => {
    const timetable = new Timetable(input.startsOn, DAYS);
    told = [];
    lives = personsOf(input.accounts.slice(0, 45)).map((accounts) => {
      const [debtor] = debtorsOf(
        SEED,
        accounts.map(({ id, person }) => ({ account: id, person: person.id, language: person.language })),
      );
      const life = new PersonLife(accounts, {
        ...{ seed: SEED, strategy: strategyNamed('standard'), timetable, costs: COSTS },
        debtor: debtor as NonNullable<typeof debtor>,
      });
      let money = 0;
      livePerson(life, {
        dayEnded: (end) => {
          money += end.money;
        },
        rolled: () => {},
      });
      told.push(money);
      return life;
    });
  });

  test('money in is what the engine was told: payments less those that came back', () => {
    let payments = 0;
    for (const [index, { accounts }] of lives.entries()) {
      let known = 0n;
      for (const { row, figures } of accounts) {
        const sum = (kind: 'payment' | 'reversal') =>
          row.facts.reduce(
            (all, fact) => (fact.kind === kind ? all + (fact.body as { minor: bigint }).minor : all),
            0n,
          );
        expect([figures.paid, figures.reversed]).toEqual([sum('payment'), sum('reversal')]);
        known += moneyIn(figures);
        payments += figures.payments;
      }
      expect(BigInt(told[index] ?? -1)).toBe(known);
    }
    expect(payments).toBeGreaterThan(30);
  });

  test('contacts are the messages that left, the calls that were made, and what agencies told', () => {
    let contacts = 0;
    for (const { accounts, contactDays } of lives) {
      const effects = accounts.flatMap(({ row }) => row.effects);
      const messages = new Set(
        effects.flatMap(({ channel, sentAt, dispatch }) =>
          isWrittenChannel(channel) && sentAt !== null ? [dispatch?.key] : [],
        ),
      );
      const facts = (kind: string) => accounts.flatMap(({ row }) => row.facts.filter((fact) => fact.kind === kind));
      const counted = accounts.map(({ figures }) => figures);
      const sum = (way: 'email' | 'sms' | 'call' | 'agency') =>
        counted.reduce((all, { contacts: each }) => all + each[way], 0);
      expect(sum('email') + sum('sms')).toBe(messages.size);
      expect(sum('call')).toBe(facts('call-outcome').length);
      expect(sum('agency')).toBe(facts('agency-contact').length);
      expect(contactDays).toHaveLength(counted.reduce((all, each) => all + contactsOf(each), 0));
      contacts += contactDays.length;
    }
    expect(contacts).toBeGreaterThan(100);
  });

  test('nobody is asked for money who owes none that is late', () => {
    let demands = 0;
    for (const { accounts } of lives)
      for (const { row } of accounts)
        for (const effect of row.effects) {
          if (effect.purpose !== 'demand' || effect.sentAt === null) continue;
          const at = effect.sentAt;
          const facts = row.facts.filter(({ occurredAt }) => occurredAt < at);
          expect(standingOf({ ...readStanding(row), facts }, at).asked).toBeGreaterThan(0n);
          demands += 1;
        }
    expect(demands).toBeGreaterThan(50);
  });

  test('the ledger of the lender and the engine agree on what is late', () => {
    for (const { accounts, engine, debtorDay } of lives)
      for (const { row, ledger } of accounts) {
        if (row.facts.some(({ kind }) => kind === 'dispute-closed' || kind === 'dispute')) continue;
        expect([row.number, standingOf(readStanding(row), engine.now).dpd]).toEqual([
          row.number,
          standOn(ledger, debtorDay).dpd,
        ]);
      }
  });
});

describe('an episode that ends', () => {
  const livedWith = (fact: (account: PersonLife['accounts'][number], life: PersonLife) => void) => {
    const timetable = new Timetable(input.startsOn, DAYS);
    const accounts = personsOf(input.accounts.slice(0, 45))[0] as (typeof input.accounts)[number][];
    const [{ id, person }] = accounts as [(typeof input.accounts)[number]];
    const [debtor] = debtorsOf(SEED, [{ account: id, person: person.id, language: person.language }]);
    const life = new PersonLife(accounts, {
      ...{ seed: SEED, strategy: strategyNamed('standard'), timetable, costs: COSTS },
      debtor: debtor as NonNullable<typeof debtor>,
    });
    life.engine.runUntil(life.engine.now + DAY_MS);
    const [account] = life.accounts as [(typeof life.accounts)[number]];
    fact(account, life);
    life.engine.runUntil(life.engine.now + DAY_MS);
    life.close(life.engine.now);
    return [account.row.episodes.at(-1)?.curedVersion !== null, account.figures.cured];
  };

  test('by a payment of all that is late is a cure', () => {
    const paid = livedWith(({ row, of }, { engine }) =>
      engine.tell(row, { kind: 'payment', body: { minor: of.balance, via: 'lender', reference: 'all' } }),
    );
    expect(paid).toEqual([true, 1]);
  });
  test('by a write-off or a sale is none', () => {
    for (const answer of ['write-off', 'sell'] as const)
      expect([
        answer,
        ...livedWith(({ row }, { engine }) =>
          engine.tell(row, { kind: 'ladder-answer', body: { answer, by: 'clerk' } }),
        ),
      ]).toEqual([answer, true, 0]);
  });
});

describe('the answer', () => {
  test('is the same for the same input, and another for another seed', () => {
    const [first, again, other] = [
      run(20, ['standard']),
      run(20, ['standard']),
      run(20, ['standard'], { seed: SEED + 1 }),
    ];
    expect(again).toEqual(first);
    expect(first.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(other.digest).not.toBe(first.digest);
  });

  test('a strategy against itself differs in nothing', () => {
    const { differences, strategies } = run(20, ['standard', 'standard']);
    expect(strategies[1]).toEqual(strategies[0]);
    expect(differences?.map(({ difference, error, persons }) => [difference, error, persons])).toEqual(
      differences?.map(() => [0, 0, 0]),
    );
  });

  test('another strategy differs for the same people: fewer contacts under a gentle strategy', () => {
    const { differences } = run(20, ['standard', 'gentle']);
    const contacts = differences?.find(({ figure }) => figure === 'contacts');
    expect(contacts?.difference).toBeLessThan(0);
    expect(contacts?.to).toBeLessThan(0);
  });

  test('classes from the features file choose the segment, and with it the ladder', () => {
    const lived = (classes: Record<string, string>) => run(20, ['online-lender'], { features: classes }).strategies[0];
    const able = lived({ ability: 'high', willingness: 'low' });
    const poor = lived({ ability: 'low', willingness: 'high' });
    expect(able?.segments.map(({ name }) => name)).not.toEqual(poor?.segments.map(({ name }) => name));
    expect(able?.segments).not.toEqual([]);
    expect(contactsOf(able?.total.figures ?? noFigures())).toBeGreaterThan(
      contactsOf(poor?.total.figures ?? noFigures()),
    );
    expect(lived({ ability: 'much' })?.segments.map(({ name }) => name)).toEqual(['unscored']);
  });

  test('groups add up to the whole, and every day has every person in one stage', () => {
    const { strategies } = run(30, ['online-lender'], { days: 40 });
    const [result] = strategies;
    for (const groups of [result?.segments ?? [], result?.lateness ?? []]) {
      expect(groups.reduce((sum, { figures }) => sum + figures.accounts, 0)).toBe(30);
      expect(groups.reduce((sum, { figures }) => sum + figures.paid, 0n)).toBe(result?.total.figures.paid);
    }
    expect(result?.segments.map(({ name }) => name)).toEqual(['unscored']);
    for (let day = 0; day < 40; day += 1)
      expect(result?.peopleByStage.reduce((sum, { people }) => sum + (people[day] ?? 0), 0)).toBe(
        result?.total.persons,
      );
    expect(result?.moneyByDay.at(-1)).toBe(result === undefined ? null : moneyIn(result.total.figures));
  });
});
