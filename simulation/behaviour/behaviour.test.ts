import { describe, expect, test } from '@jest/globals';
import { chooseRows, readPortfolio } from '../../demo/portfolio.ts';
import { runOffline } from '../../tests/support/offline-run.ts';
import {
  type AccountSeen,
  actsOf,
  answerAgency,
  answerCall,
  type CallAnswer,
  type Debtor,
  debtorsOf,
  deliveryOf,
  isPastPaying,
  mayAct,
  type Received,
} from './behaviour.ts';
import { compareWithData, OUTCOMES } from './calibration.ts';
import { intentOf, monthOf, paydayOf } from './month.ts';

const rows = readPortfolio();
const debtors = debtorsOf(7, rows);
const account = (number: string, more: Partial<AccountSeen> = {}): AccountSeen => ({
  account: number,
  overdueMinor: 266_000n,
  oldestMinor: 126_000n,
  dpd: 31,
  ...more,
});
const first = (debtor: Debtor): string => debtor.accounts[0] ?? '';
const wellReached = debtors.filter(
  ({ traits }) => traits.fate === null && traits.disputes.length === 0 && traits.phone === 'right',
);
/** A message every third day, alternating between e-mail and SMS. */
const mail = (number: string, until: number): Received[] =>
  Array.from({ length: Math.floor(until / 3) + 1 }, (_, index) => ({
    day: index * 3,
    channel: index % 2 === 0 ? 'email' : 'sms',
    account: number,
  }));
const today = (debtor: Debtor, day: number, more: Partial<AccountSeen> = {}) => ({
  day,
  accounts: debtor.accounts.map((number) => account(number, more)),
  received: debtor.accounts.flatMap((number) => mail(number, day)),
  promises: [],
});

describe('a debtor', () => {
  test('is one person with all their accounts', () => {
    expect(debtors).toHaveLength(new Set(rows.map((row) => row.person)).size);
    expect(debtors.flatMap((debtor) => debtor.accounts).sort()).toEqual(rows.map((row) => row.account).sort());
    expect(debtorsOf(7, [...rows].reverse().slice(0, 9)).map((debtor) => debtor.traits)).toEqual(
      [...debtors]
        .reverse()
        .slice(0, new Set(rows.slice(-9).map((row) => row.person)).size)
        .map((debtor) => debtor.traits),
    );
  });

  test('does the same whatever was asked before, and in whatever order things are listed', () => {
    const some = debtors.slice(0, 100);
    const all = (list: Debtor[], turn: <T>(items: readonly T[]) => T[]) =>
      list.flatMap((debtor) =>
        Array.from({ length: 40 }, (_, day) => {
          const { accounts, received, ...rest } = today(debtor, day);
          const acts = actsOf(debtor, { ...rest, accounts: turn(accounts), received: turn(received) });
          return acts.map((act) =>
            JSON.stringify([debtor.person, day, act], (_key, value) =>
              typeof value === 'bigint' ? `${value}` : value,
            ),
          );
        }).flat(),
      );
    const forward = all(some, (items) => [...items]);
    const backward = all([...some].reverse(), (items) => [...items].reverse());
    expect(forward.length).toBeGreaterThan(100);
    expect(backward.sort()).toEqual(forward.sort());
  });

  test('with another seed is somebody else', () => {
    const other = debtorsOf(8, rows);
    expect(other.filter((debtor, index) => debtor.traits.strain === debtors[index]?.traits.strain)).toHaveLength(0);
  });

  test('who died pays nothing and promises nothing any more', () => {
    const dead = debtors.filter(({ traits }) => traits.fate?.what === 'death');
    expect(dead.length).toBeGreaterThan(10);
    let told = 0;
    for (const debtor of dead) {
      const since = debtor.traits.fate?.day ?? 0;
      const acts = Array.from({ length: 60 }, (_, index) => actsOf(debtor, today(debtor, since + index))).flat();
      expect(acts.filter((act) => act.act === 'payment' || act.act === 'promise')).toEqual([]);
      told += acts.filter((act) => act.act === 'death').length;
    }
    expect(told).toBeGreaterThan(dead.length * 0.8);
    expect(told).toBeLessThanOrEqual(dead.length);
  });

  test('says a thing once: dispute, STOP, hardship, bankruptcy, the number of another person', () => {
    for (const debtor of debtors.slice(0, 200)) {
      const acts = Array.from({ length: 60 }, (_, day) => actsOf(debtor, today(debtor, day))).flat();
      for (const what of ['stop', 'hardship', 'death', 'bankruptcy', 'wrong-number'] as const) {
        expect(acts.filter((act) => act.act === what).length).toBeLessThanOrEqual(1);
      }
      const disputed = acts.flatMap((act) => (act.act === 'dispute' ? [act.account] : []));
      expect(new Set(disputed).size).toBe(disputed.length);
    }
  });

  test('pays at most once a month, and never more than is overdue', () => {
    for (const debtor of debtors.slice(0, 150)) {
      const paid = Array.from({ length: 30 }, (_, day) => actsOf(debtor, today(debtor, day)))
        .flat()
        .flatMap((act) => (act.act === 'payment' ? [act] : []));
      expect(new Set(paid.map((act) => act.account)).size).toBe(paid.length);
      for (const act of paid) {
        expect(act.minor).toBeGreaterThan(0n);
        expect(act.minor).toBeLessThanOrEqual(266_000n);
      }
    }
  });

  test('who is not late pays the next minimum in time, but for a few', () => {
    const upcoming = { day: 29, minor: 90_000n };
    const paying = wellReached.filter((debtor) =>
      [27, 28].some((day) =>
        actsOf(debtor, today(debtor, day, { dpd: 0, overdueMinor: 0n, upcoming })).some((act) => act.act === 'payment'),
      ),
    );
    expect(paying.length / wellReached.length).toBeGreaterThan(0.92);
    expect(paying.length / wellReached.length).toBeLessThan(0.98);
  });

  test('does nothing on the days on which it may not act', () => {
    let quiet = 0;
    for (const debtor of debtors.slice(0, 150))
      for (let day = 0; day < 90; day += 1) {
        const seen = today(
          debtor,
          day,
          day % 3 === 0 ? { dpd: 0, overdueMinor: 0n, upcoming: { day: 29, minor: 9n } } : {},
        );
        const rare = { ...seen, received: seen.received.filter(({ day: on }) => on % 18 === 0) };
        if (mayAct(debtor, rare)) continue;
        quiet += 1;
        expect(actsOf(debtor, rare)).toEqual([]);
      }
    expect(quiet).toBeGreaterThan(5000);
  });

  test('is a little likelier to pay after a contact', () => {
    const cures = (contacted: boolean) =>
      wellReached.filter((debtor) => intentOf(debtor, account(first(debtor)), 0, contacted) === 'cured').length;
    expect(cures(true)).toBeGreaterThan(cures(false));
    expect(cures(true)).toBeLessThan(cures(false) * 1.4);
  });
});

describe('a call', () => {
  const answers = wellReached.map((debtor) => {
    const seen = account(first(debtor));
    const answer = [1, 2, 3, 4, 5, 6]
      .map((attempt) => answerCall(debtor, { account: seen, day: 4, attempt }))
      .find((answer) => answer.result);
    return { debtor, seen, answer };
  });
  const promised = answers.filter(
    (answered): answered is typeof answered & { answer: CallAnswer & { parts: NonNullable<CallAnswer['parts']> } } =>
      !!answered.answer?.parts,
  );
  const paysOn = ({ debtor, seen }: (typeof promised)[number], day: number): bigint =>
    actsOf(debtor, { ...today(debtor, day), accounts: [{ ...seen, dpd: 31 + day }] })
      .flatMap((act) => (act.act === 'payment' ? [act.minor] : []))
      .reduce((sum, minor) => sum + minor, 0n);

  test('a result goes with the right party only, and what it needs is there', () => {
    for (const { answer, seen } of answers) {
      if (!answer) continue;
      expect(answer.contact).toBe('right-party');
      expect(answer.parts !== undefined).toBe(answer.result === 'promise' || answer.result === 'offer-accepted');
      expect(answer.callBackInDays !== undefined).toBe(answer.result === 'call-back');
      for (const part of answer.parts ?? []) {
        expect(part.day).toBeGreaterThan(4);
        expect(part.minor).toBeGreaterThan(0n);
      }
      expect((answer.parts ?? []).reduce((sum, part) => sum + part.minor, 0n)).toBeLessThanOrEqual(seen.overdueMinor);
    }
  });

  test('some promises are kept to the day and the dollar, some are not', () => {
    const kept = promised.filter((answered) => {
      const [part] = answered.answer.parts;
      return part !== undefined && paysOn(answered, part.day) === part.minor;
    });
    expect(promised.length).toBeGreaterThan(300);
    expect(kept.length / promised.length).toBeGreaterThan(0.4);
    expect(kept.length / promised.length).toBeLessThan(0.9);
  });

  test('a number that is not in use, or another person’s, never reaches the debtor', () => {
    const results = debtors
      .filter(({ traits }) => traits.phone !== 'right')
      .flatMap((debtor) =>
        [1, 2, 3].map((attempt) => answerCall(debtor, { account: account(first(debtor)), day: 5, attempt })),
      );
    expect(results.some((result) => result.contact === 'invalid-number')).toBe(true);
    for (const result of results) expect([undefined, 'not-this-person']).toContain(result.result);
  });
});

describe('an agency', () => {
  test('gets the payment of the month or the lender does, never both', () => {
    let [toAgency, toLender] = [0, 0];
    for (const debtor of wellReached.filter((debtor) => debtor.accounts.length === 1)) {
      const seen = account(first(debtor), { placed: true });
      const day = paydayOf(debtor, seen.account, monthOf(40));
      const lender = actsOf(debtor, { ...today(debtor, day), accounts: [seen] }).filter(
        (act) => act.act === 'payment',
      ).length;
      const agency = answerAgency(debtor, { account: seen, day, placedDay: 25 }).filter(
        (act) => act.event === 'payment',
      ).length;
      expect(lender + agency).toBeLessThanOrEqual(1);
      toLender += lender;
      toAgency += agency;
    }
    expect(toLender).toBeGreaterThan(100);
    expect(toAgency).toBeGreaterThan(toLender);
  });

  test('finds a new address for whom the lender cannot reach, and mail arrives there', () => {
    const lost = debtors.filter(({ traits }) => traits.emailDead);
    for (const debtor of lost) {
      expect(deliveryOf(debtor, 'email')).toBe('bounced');
      const acts = Array.from({ length: 20 }, (_, index) =>
        answerAgency(debtor, { account: account(first(debtor)), day: 25 + index, placedDay: 25 }),
      );
      const found = acts.flat().flatMap((act) => (act.event === 'address' ? [act] : []));
      expect(found).toHaveLength(1);
      expect(deliveryOf(debtor, 'email', found[0]?.value)).toBe('delivered');
    }
    expect(lost.length).toBeGreaterThan(50);
  });
});

describe('a run of 120 days without the engine', () => {
  test('with 150 accounts and seed 7 has every stage and every kind of fact', () => {
    const { counts } = runOffline(7, chooseRows(rows, 7, 150), 120);
    const missing = EXPECTED.filter((what) => !counts.has(what));
    expect(missing).toEqual([]);
  });

  test('cures and rolls in each bucket as the data does, within six points of a hundred', () => {
    const chosen = chooseRows(rows, 7, 1200);
    const { series } = runOffline(7, chosen, 120);
    const ended = new Set(debtors.filter((debtor) => isPastPaying(debtor, 119)).flatMap((debtor) => debtor.accounts));
    const results = compareWithData([...series].filter(([number]) => !ended.has(number)).map(([, dpd]) => dpd));
    for (const { bucket, months, model, data } of results) {
      expect(months).toBeGreaterThan(250);
      for (const outcome of OUTCOMES) {
        const apart = Math.abs(model[outcome] - data[outcome]);
        expect({ bucket, outcome, near: apart < 0.06, apart }).toMatchObject({ near: true });
      }
    }
  });
});

const EXPECTED = [
  ...['reminder', 'sms', 'call', 'agency', 'bureau', 'legal'].map((stage) => `stage ${stage}`),
  ...[
    'payment',
    'payment-announced',
    'promise',
    'dispute',
    'stop',
    'hardship',
    'death',
    'bankruptcy',
    'wrong-number',
    'reversal',
    'cure',
  ],
  ...['email bounced', 'email delivered', 'sms bounced', 'sms delivered'],
  ...['no-answer', 'busy', 'voicemail', 'third-party', 'invalid-number'].map((contact) => `call ${contact}`),
  ...['promise', 'offer-accepted', 'says-paid', 'refuses', 'call-back'].map((result) => `call right-party ${result}`),
  ...['contact', 'payment', 'promise', 'address'].map((event) => `agency ${event}`),
];
