/** `check`: each invariant broken on purpose is reported with account and evidence; what holds is counted. */

import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { byPerson, bySystem } from '../../domain/act.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import { INVARIANTS, type Invariant } from '../../domain/invariants.ts';
import { PACKS } from '../../domain/law/packs.ts';
import { DAY_MS, MINUTE_MS } from '../../domain/time.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { closeLane } from '../../engine/operate/lanes.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';

const engine = useTestEngine('each test', 4);
/** One account that was written to this noon. */
beforeEach(async () => {
  await engine.look(await engine.book([{}]));
  await engine.sendDue();
});

const check = () => checkInvariants(engine.db, RULEBOOK, engine.now);
/** What is reported, all of it of this invariant. */
async function reported(invariant: Invariant): Promise<string[]> {
  const { violations } = await check();
  expect(new Set(violations.map((violation) => violation.invariant))).toEqual(new Set([invariant]));
  expect(new Set(violations.map((violation) => violation.account))).toEqual(new Set(['harbour/A-1']));
  return violations.map((violation) => violation.evidence);
}
const run = (statement: ReturnType<typeof sql>) => statement.execute(engine.db);

/** A further effect of the account that left by e-mail, with a permit. */
async function sent(
  over: {
    minute?: number;
    day?: string;
    purpose?: string;
    version?: bigint;
    permit?: boolean;
    state?: string;
    key?: string;
    demanded?: string;
  } = {},
): Promise<string> {
  const { minute = 600, day = '2026-03-02', purpose = 'demand', version = 1n, permit = true, state = 'sent' } = over;
  const id = uuidv7();
  const dispatch = uuidv7();
  await run(sql`
    insert into dispatch (id, creditor_id, channel, recipient, key, kind, business_date, result, created_at)
    select ${dispatch}::uuid, creditor_id, 'email', person_id, ${over.key ?? id}, ${id}, ${day}, ${state}, now() from account_person`);
  await run(sql`
    insert into effect (id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose, state, due_at, sent_at, dispatch_id)
    select ${id}::uuid, creditor_id, account_id, person_id, 1, 'reminder', ${id}, 1, 'email', ${purpose}, ${state}, ${new Date(engine.now)}, ${new Date(engine.now)}, ${dispatch}::uuid
    from account_person`);
  await run(sql`update effect set path = array['planned', 'claimed', state] where id = ${id}::uuid`);
  if (permit)
    await run(sql`
      insert into permit (id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version, given_at, not_after, local_date, local_minute, ended, proof)
      select ${uuidv7()}::uuid, creditor_id, id, account_id, 1, 'allow', '[]', ${version}, ${new Date(engine.now)}, ${new Date(engine.now)}, ${day}, ${minute}, state,
        ${over.demanded === undefined ? null : JSON.stringify({ demanded: over.demanded })}::jsonb
      from effect where id = ${id}::uuid`);
  return id;
}

test('a clean database has no violation, and each invariant says how many things it was asked of', async () => {
  const { checked, violations } = await check();
  expect(violations).toEqual([]);
  expect(Object.keys(checked)).toEqual([...INVARIANTS]);
  // Nothing is unknown, disputed, scored or instructed here.
  const none: readonly Invariant[] = [
    ...([
      'unknown-has-task',
      'no-disputed-demand',
      'bank-lines-add-up',
      'instructions-follow',
      'classes-follow',
    ] as const),
  ];
  const asked = INVARIANTS.filter((invariant) => !none.includes(invariant));
  for (const invariant of asked) expect([invariant, checked[invariant] > 0]).toEqual([invariant, true]);
});

describe('at most one send a key', () => {
  test('an effect with two permits under which it left', async () => {
    const { id } = await engine.effect('email-1');
    await run(sql`
      insert into permit (id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version, given_at, not_after, local_date, local_minute, ended)
      select gen_random_uuid(), creditor_id, effect_id, account_id, 2, verdict, reasons, facts_version, given_at, not_after, local_date, local_minute, 'unknown' from permit`);
    expect((await reported('one-send-per-key'))[0]).toContain(`effect ${id} left 2 times`);
  });
  test('a message key that went out twice', async () => {
    const { rows } = await sql<{ key: string }>`select key from dispatch`.execute(engine.db);
    await sent({ key: rows[0]?.key ?? '' });
    expect((await reported('one-send-per-key'))[0]).toContain('went out 2 times');
  });
});

describe('none whose permit saw the cure', () => {
  const cured = (version: number) => run(sql`update episode set cured_version = ${version}, ended_at = now()`);
  test('a demand at the version of the cure, or later', async () => {
    await cured(2);
    expect((await check()).violations).toEqual([]);
    const [same, later] = [
      await sent({ version: 2n }),
      await sent({ version: 3n, state: 'unknown', day: '2026-03-03' }),
    ];
    const evidence = await reported('none-after-cure');
    expect(evidence).toHaveLength(2);
    expect(evidence.join()).toContain(same);
    expect(evidence.join()).toContain(later);
  });
  test('a receipt is no demand', async () => {
    await cured(2);
    await sent({ version: 2n, purpose: 'receipt' });
    expect((await check()).violations).toEqual([]);
  });
});

test('classes that do not follow from score and facts', async () => {
  const held = { class: 'middle', since: '2026-02-01' };
  const score = { v: 1, classes: { ability: 'middle', willingness: 'low' }, reasons: [], missing: [] };
  await run(sql`
    insert into account_score (account_id, creditor_id, ability, willingness, score, held, scored_at)
    select id, creditor_id, 'middle', 'low', ${JSON.stringify(score)}::jsonb,
      ${JSON.stringify({ v: 1, ability: held, willingness: { ...held, class: 'low' } })}::jsonb, ${new Date(engine.now)}
    from account`);
  const { checked, violations } = await check();
  expect([checked['classes-follow'] > 0, violations]).toEqual([true, []]);
  await run(sql`update account_score set willingness = 'high'`);
  expect((await reported('classes-follow'))[0]).toBe(
    'stored are ability middle and willingness high, by score and facts they are middle and low',
  );
  await run(sql`update account_score set changed_at = clock_timestamp()`);
  expect((await check()).violations).toEqual([]);
});

describe('none whose permit saw what forbids it', () => {
  const fact = (kind: WireKind, data: unknown) =>
    acceptFact(engine.db, { subject: 'harbour/A-1', kind, data, source: 'test' }, byPerson('ann', engine.now));
  const accepted = (kind: WireKind, data: unknown) => fact(kind, data).then(() => sent());

  test.each([
    ['stop', { channel: 'email' }, 'a STOP'],
    ['preference', { notBy: 'email' }, 'a wish for another channel'],
    ['represented', { by: 'attorney' }, 'a representative of the person'],
    ['dispute', { about: 'amount' }, 'an open dispute'],
    ['hold', { until: '2026-03-10', reason: 'asked' }, 'a hold'],
    ['hardship', {}, 'hardship'],
    ['death', { reported: 'family' }, 'a death or bankruptcy'],
    ['distress', { level: 'pressure' }, 'distress'],
    ['complaint', { cause: 'data', channel: 'letter' }, 'a complaint that stops contact'],
    ['care-hold', { type: 'illness' }, 'a hold on the person'],
    ['care-hold', { type: 'breathing-space', until: '2026-04-10' }, 'a hold on the person'],
  ] as const)('%s', async (kind, data, words) => {
    await accepted(kind, data);
    expect((await reported('none-against-facts'))[0]).toContain(words);
  });
  test('what was there when the fact came, or came after it was lifted, is none', async () => {
    await sent();
    await fact('hold', { until: '2026-03-10', reason: 'asked' });
    await fact('hold-released', { reason: 'asked' });
    await fact('stop', { channel: 'sms' });
    await fact('preference', { notBy: 'email' });
    await fact('preference-ended', {});
    await fact('represented', { by: 'attorney' });
    await fact('represented-ended', { reason: 'over' });
    await sent({ day: '2026-03-01' });
    expect((await check()).violations).toEqual([]);
  });

  test('a dispute about a part: the rest may be asked for, what is disputed may not', async () => {
    const dispute = await fact('dispute', { about: 'amount', amount: { currency: 'TWD', minor: '43400' } });
    const demanded = (minor: string, day: string) => sent({ demanded: minor, version: 2n, day });
    await demanded('100000', '2026-03-03');
    expect((await check()).violations).toEqual([]);
    expect((await check()).checked['no-disputed-demand']).toBe(1);
    const id = await demanded('100001', '2026-03-04');
    expect(await reported('no-disputed-demand')).toEqual([`effect ${id} asked for 100001, undisputed were 100000`]);
    await run(sql`delete from permit where effect_id = ${id}::uuid`);
    await run(sql`delete from effect where id = ${id}::uuid`);
    await run(sql`delete from dispatch where kind = ${id}`);
    await fact('dispute-closed', { outcome: 'rejected', of: dispute.id });
    await sent({ demanded: '143400', version: 3n, day: '2026-03-05' });
    expect((await check()).violations).toEqual([]);
  });
  test('a case folder while a part is disputed', async () => {
    await fact('dispute', { about: 'amount', amount: { currency: 'TWD', minor: '43400' } });
    const id = await sent({ purpose: 'handover' });
    await run(sql`update effect set channel = 'court' where id = ${id}::uuid`);
    await run(sql`update dispatch set channel = 'court' where kind = ${id}`);
    expect(await reported('none-against-facts')).toEqual([
      `effect ${id} left by court on a permit that saw an open dispute about a part`,
    ]);
  });
});

describe('every state follows the one before', () => {
  test('a path that no rule allows', async () => {
    const { id } = await engine.effect('email-1');
    await run(sql`update effect set state = 'planned' where id = ${id}::uuid`);
    await run(sql`update effect set state = 'sent' where id = ${id}::uuid`);
    expect((await reported('legal-path'))[0]).toContain('planned > claimed > sent > planned > sent');
  });
});

describe('what left and its dispatch agree', () => {
  test('a send whose dispatch says otherwise', async () => {
    await run(sql`update dispatch set result = 'unknown'`);
    expect((await reported('dispatch-for-each-send'))[0]).toContain('its dispatch says unknown');
  });
});

describe('an account that is late has something to come', () => {
  test('nothing', async () => {
    await run(sql`update account set next_evaluation_at = null`);
    await run(sql`update effect set state = 'superseded' where state <> 'sent'`);
    expect((await reported('account-has-a-way'))[0]).toContain('at stage reminder nothing is to come');
  });
});

describe('each send has a permit and each permit an end', () => {
  test('a send without one', async () => {
    const id = await sent({ permit: false });
    expect(await reported('permit-for-each-send')).toEqual([`effect ${id} is sent without a permit`]);
  });
  test('a permit that was refused is none', async () => {
    await run(sql`update permit set verdict = 'refuse'`);
    expect((await reported('permit-for-each-send'))[0]).toContain('without a permit');
  });
  test('a permit without an end, unless its lease runs', async () => {
    await run(sql`update permit set ended = null`);
    await run(sql`update dispatch set result = null`);
    await run(sql`update effect set state = 'claimed', path = '{planned}' where step = 'email-1'`);
    await run(sql`update effect set path = '{planned,claimed}' where step = 'email-1'`);
    expect((await check()).violations).toEqual([]);
    await run(sql`update effect set state = 'deferred' where step = 'email-1'`);
    expect((await reported('permit-for-each-send'))[0]).toContain('has no end');
  });
});

describe('each open account whose turn has come has a workflow', () => {
  const late = (seconds: number) =>
    run(
      sql`update account set next_evaluation_at = clock_timestamp() - make_interval(secs => ${seconds}), started_at = started_at - interval '1 hour'`,
    );
  beforeEach(() => {
    engine.now = Date.now();
  });
  test('no workflow was opened', async () => {
    await late(30);
    await run(sql`update account set started_at = null`);
    expect((await check()).violations).toEqual([]);
    await late(90);
    expect((await reported('workflow-for-each-due-account'))[0]).toContain('no workflow was opened');
  });
  test('its look is late', async () => {
    await run(sql`update account set next_evaluation_at = clock_timestamp() - interval '90 days'`);
    expect((await check()).violations).toEqual([]);
    await late(90);
    expect((await reported('workflow-for-each-due-account'))[0]).toContain('is late');
  });
  test('facts that were not looked at', async () => {
    await run(
      sql`update account set next_evaluation_at = null, facts_version = facts_version + 1, stale_since = clock_timestamp() - interval '90 seconds'`,
    );
    expect((await reported('workflow-for-each-due-account'))[0]).toContain('were not looked at');
  });
  test('an account whose turn has not come waits', async () => {
    await run(
      sql`update account set next_evaluation_at = clock_timestamp() + interval '1 hour', started_at = null, evaluated_version = 0, stale_since = null`,
    );
    expect((await check()).violations).toEqual([]);
  });
});

describe('no send outside hours or caps', () => {
  test.each([
    [479, true],
    [480, false],
    [1259, false],
    [1260, true],
  ])('minute %d of the day: a violation is %s', async (minute, is) => {
    const id = await sent({ minute });
    if (!is) return expect((await check()).violations).toEqual([]);
    expect(await reported('hours-and-caps')).toEqual([
      `effect ${id} left at minute ${minute} of 2026-03-02 against HOUSE-TIME-01`,
    ]);
  });
  test('the third contact of a day', async () => {
    await sent();
    expect((await check()).violations).toEqual([]);
    await sent({ minute: 700 });
    expect((await reported('hours-and-caps'))[0]).toContain(
      'was contact 3 in 1 day against HOUSE-FREQ-01 on 2026-03-02',
    );
  });
  test('the eighth contact in seven days; a receipt counts for nothing', async () => {
    for (const day of ['03', '04', '05'])
      for (const minute of [600, 700]) await sent({ day: `2026-03-${day}`, minute });
    await sent({ day: '2026-03-06', purpose: 'receipt' });
    expect((await check()).violations).toEqual([]);
    await sent({ day: '2026-03-08' });
    expect((await reported('hours-and-caps'))[0]).toContain('was contact 8 in 7 days against HOUSE-FREQ-02');
  });
});

test('a cap that counts demands alone, as in the United Kingdom, counts no notice', async () => {
  for (const day of ['03', '05']) await sent({ day: `2026-03-${day}` });
  await sent({ day: '2026-03-04', purpose: 'notice' });
  const underUk = () => run(sql`update permit set law = ${`UK@${PACKS.UK.version} house@1`}`);
  await underUk();
  expect((await check()).violations).toEqual([]);
  await sent({ day: '2026-03-06' });
  await underUk();
  expect((await reported('hours-and-caps'))[0]).toContain('was contact 4 in 7 days against UK-FREQ-01 on 2026-03-06');
});

describe('what is due leaves or is held', () => {
  /** Two permits of the next e-mail: it was put off at noon to the hour, and then again for the reasons. */
  async function putOff({
    reasons = [],
    again = 60,
    version = 1n,
  }: {
    reasons?: object[];
    again?: number;
    version?: bigint;
  }) {
    const { id } = await engine.effect('email-4');
    const minutes = (count: number) => new Date(engine.now + count * MINUTE_MS);
    const permit = (attempt: number, given: number, to: number, factsVersion: bigint) =>
      run(sql`
        insert into permit (id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version, given_at, not_after, put_off_to, local_date, local_minute, ended)
        select gen_random_uuid(), creditor_id, id, account_id, ${attempt}, 'wait', ${JSON.stringify(reasons)}::jsonb, ${factsVersion}, ${minutes(given)}, ${minutes(given + 60)}, ${minutes(to)}, '2026-03-02', 720, 'held-back'
        from effect where id = ${id}::uuid`);
    await permit(1, 1, 60, 1n);
    await permit(2, again, again + 60, version);
    await run(
      sql`update effect set state = 'deferred', path = array['planned', 'deferred'], attempt = 2 where id = ${id}::uuid`,
    );
    return id;
  }
  const night = [{ policy: 'lawful-hours', code: 'night', words: 'it is night where the person lives' }];

  test('an effect that was put off at the moment to which it had been put off, for no reason', async () => {
    const id = await putOff({});
    expect((await reported('due-leaves-or-is-held')).join()).toContain(`effect ${id} was put off to`);
    const [stuck] = await findStuck(engine.db, engine.now, { code: 'put-off' });
    expect(stuck).toMatchObject({ account: 'harbour/A-1', effect: id, money: 143_400n });
    expect(stuck?.cause).toBe('reminder/email-4 #1 is put off again and again for the same reason: none is named');
    expect(stuck?.remedy).toContain('npx arrears explain harbour/A-1');
  });
  test('or for the same reason; what it says then is in the evidence', async () => {
    await putOff({ reasons: night });
    expect((await reported('due-leaves-or-is-held')).join()).toContain('it is night where the person lives');
  });
  test('a claim that came late, facts that were new, a step before it that has not ended, and another contact are none', async () => {
    const order = { policy: 'order', code: 'step-not-ended', words: 'the step before it has not ended' };
    for (const planted of [{ again: 200 }, { version: 2n }, { reasons: [order] }]) {
      await putOff(planted);
      expect((await check()).violations).toEqual([]);
      await run(sql`delete from permit where verdict = 'wait'`);
    }
    await putOff({ reasons: night });
    await run(sql`update permit set given_at = ${new Date(engine.now + 30 * MINUTE_MS)} where verdict = 'allow'`);
    expect((await check()).violations).toEqual([]);
    expect(await findStuck(engine.db, engine.now, { code: 'put-off' })).toEqual([]);
  });
  test('an effect that is due for long and neither sent nor held; a closed lane is named and holds it', async () => {
    const { id } = await engine.effect('email-4');
    await run(sql`
      update effect set due_at = ${new Date(engine.now)}, planned_at = clock_timestamp() - interval '6 minutes'
      where id = ${id}::uuid`);
    expect((await reported('due-leaves-or-is-held')).join()).toContain(`effect ${id} is due since`);
    await closeLane(engine.db, 'email', 'the contract has ended');
    expect((await check()).violations).toEqual([]);
  });
});

describe('the equation of money', () => {
  test('a due that went missing', async () => {
    await run(sql`delete from due`);
    expect((await reported('equation-of-money')).join()).toContain(
      'stored as unpaid is nothing, by the facts it is 2026-03-01=143400',
    );
  });
  test('money received that no fact tells', async () => {
    await run(sql`update account set received = received + 1`);
    expect((await reported('equation-of-money')).join()).toContain('stored as received is 1, by the facts it is 0');
  });
  test('an account that is closed although something is owed again', async () => {
    const closed = { subject: 'harbour/A-1', kind: 'closed', data: { how: 'paid' }, source: 'test' } as const;
    await acceptFact(engine.db, closed, bySystem('test', engine.now));
    engine.now += 2 * DAY_MS;
    const back = { amount: { currency: 'TWD', minor: '100' }, of: 'paid-before' };
    const reversal = { subject: 'harbour/A-1', kind: 'reversal', data: back, source: 'test' } as const;
    await acceptFact(engine.db, reversal, bySystem('test', engine.now));
    expect((await check()).violations).toEqual([]);
    await run(sql`update account set closed_at = now(), closed_reason = 'paid'`);
    expect((await reported('equation-of-money')).join()).toContain('stored as closed, by the facts it is open');
  });
  test('a balance that no book and no money explains', async () => {
    await acceptFact(
      engine.db,
      { subject: 'harbour/A-1', kind: 'payment', data: { amount: { currency: 'TWD', minor: '100' } }, source: 'test' },
      bySystem('test', engine.now),
    );
    await acceptFact(
      engine.db,
      {
        subject: 'harbour/A-1',
        kind: 'balance-update',
        data: {
          asOf: '2026-03-02',
          balance: { currency: 'TWD', minor: '4000000' },
          dues: [{ on: '2026-03-01', amount: { currency: 'TWD', minor: '143300' } }],
        },
        source: 'test',
      },
      bySystem('test', engine.now),
    );
    await engine.look([await engine.idOf('harbour/A-1')]);
    expect((await check()).violations).toEqual([]);
    await run(sql`update account set balance = balance + 1`);
    expect((await reported('equation-of-money'))[0]).toContain(
      'the stored balance is 4099901, by the facts it is 4099900',
    );
  });
});

test('of 20,000 contacts it is asked in seconds', async () => {
  await engine.book(Array.from({ length: 400 }, (_, at) => ({ account: `M-${at}`, person: `M-${at}` })));
  await run(sql`
    insert into effect (id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose, task, state, due_at, attempt)
    select gen_random_uuid(), ap.creditor_id, ap.account_id, ap.person_id, 1, 'call', 'many', n, 'call', 'demand', 'call', 'sent', now(), 1
    from account_person ap join account a on a.id = ap.account_id and a.number like 'M-%' cross join generate_series(1, 50) n`);
  await run(sql`
    insert into permit (id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version, given_at, not_after, local_date, local_minute, ended)
    select gen_random_uuid(), creditor_id, id, account_id, 1, 'allow', '[]', 1, timestamptz '2025-01-01 10:00Z' + occurrence * interval '2 days', now(),
      date '2025-01-01' + 2 * occurrence, 600, 'sent'
    from effect where step = 'many'`);
  const began = performance.now();
  const { checked, violations } = await check();
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(checked['hours-and-caps']).toBeGreaterThan(20_000);
  expect(violations.filter((violation) => violation.invariant === 'hours-and-caps')).toEqual([]);
});
