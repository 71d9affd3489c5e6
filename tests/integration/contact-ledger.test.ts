/** The ledger of contacts over HTTP: who may contact whom, what counts, what a report changes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import { HOUR_MS, MINUTE_MS } from '../../domain/time.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { type Answer, newSecret } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { bookFile } from '../support/book-file.ts';
import { addCreditor } from '../support/creditor.ts';
import { addPlacement, ownerOf } from '../support/engine-rows.ts';
import { report, reserve, sendSigned } from '../support/ledger.ts';

const NOON = Date.parse('2026-04-20T12:00:00+08:00');
const at = (ms: number): string => new Date(ms).toISOString();
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOON);
});
afterAll(() => world.close());
beforeEach(() => {
  world.now = NOON;
});

const ask = (account: KnownAccount, asked = {}) => reserve(world.api, account.name, asked);
const tell = (answer: Answer, what: 'confirm' | 'release', told: object) =>
  report(world.api, answer, what, { ...told });
const record = async (account: KnownAccount, fact: string, data: object) => {
  const answer = await world.api.post(`/v1/accounts/${account.name}/facts`, { fact, data, as: 'ann' });
  expect(answer.status).toBe(201);
};
const placed = async (state = 'accepted') => {
  const account = await world.account();
  return { account, placement: await addPlacement(world.database.db, account, NOON - 30 * HOUR_MS, state) };
};
/** Contacts that count for the caps of a week. */
const counted = async ({ accountId }: KnownAccount) =>
  (await loadFacts(world.database.db, [accountId], world.now, RULEBOOK)).get(accountId)?.contacts ?? [];
const codes = ({ json }: Answer): string[] => json.reasons.map(({ code }: { code: string }) => code);

describe('a reservation', () => {
  test('allows a contact for fifteen minutes, and counts at once', async () => {
    const account = await world.account();
    const answer = await ask(account, { reference: 'r-1' });
    expect([answer.status, answer.json]).toEqual([
      201,
      {
        verdict: 'allow',
        reservation: expect.any(String),
        account: account.name,
        holder: 'dialler',
        reference: 'r-1',
        channel: 'call',
        purpose: 'demand',
        state: 'reserved',
        reservedAt: at(NOON),
        notAfter: at(NOON + 15 * MINUTE_MS),
        contactedAt: null,
        outcome: null,
        reason: null,
        evidence: null,
      },
    ]);
    expect(await counted(account)).toEqual([
      { at: NOON, channel: 'call', accountId: account.accountId, purpose: 'demand', direction: 'out' },
    ]);
    const { verdict: _, ...shown } = answer.json;
    expect((await world.api.get(`/v1/contact-reservations/${shown.reservation}`)).json).toEqual(shown);
  });

  test('asked again by the same reference it is the same; for something else it is refused', async () => {
    const [account, other] = [await world.account(), await world.account()];
    const first = await ask(account, { reference: 'r-2' });
    const again = await Promise.all(Array.from({ length: 8 }, () => ask(account, { reference: 'r-2' })));
    for (const answer of again) expect([answer.status, answer.json]).toEqual([201, first.json]);
    for (const [whose, asked] of [
      [other, {}],
      [account, { channel: 'sms' }],
      [account, { minutes: 5 }],
      [account, { purpose: 'notice' }],
      [account, { to: 'lin.mei@example.com', channel: 'email' }],
    ] as const) {
      const answer = await ask(whose, { reference: 'r-2', ...asked });
      expect([answer.status, answer.json.code]).toEqual([409, 'reservation-conflict']);
    }
    expect(await counted(account)).toHaveLength(1);
    // The reference belongs to its holder.
    expect((await ask(account, { reference: 'r-2', holder: 'portal' })).json.verdict).toBe('allow');
  });

  test('ends with the lawful hours', async () => {
    world.now = NOON + 8 * HOUR_MS + 50 * MINUTE_MS;
    const answer = await ask(await world.account());
    expect(answer.json.notAfter).toBe(at(NOON + 9 * HOUR_MS));
  });

  test('is refused at night, with the next lawful time, and leaves a record of it', async () => {
    const account = await world.account();
    world.now = NOON + 11 * HOUR_MS;
    const answer = await ask(account);
    expect([answer.status, answer.json.verdict, codes(answer)]).toEqual([200, 'wait', ['night', 'night']]);
    const until = Date.parse(answer.json.until);
    expect(until - NOON).toBeGreaterThanOrEqual(20 * HOUR_MS);
    expect(until - NOON).toBeLessThan(21 * HOUR_MS);
    expect(await counted(account)).toEqual([]);
    const { json } = await world.api.get(`/v1/accounts/${account.name}/contacts`);
    expect(json).toEqual([
      expect.objectContaining({ state: 'refused', by: 'dialler', outcome: 'wait', reasons: expect.any(Array) }),
    ]);
    expect(json[0].reasons.join()).toContain('TW-01');
    world.now = until;
    expect((await ask(account)).json.verdict).toBe('allow');
  });

  test('at the cap it waits for the next day, and a released one frees it', async () => {
    const account = await world.account();
    const first = await ask(account);
    await ask(account, { holder: 'portal', channel: 'sms' });
    const third = await ask(account);
    expect([third.json.verdict, codes(third)]).toEqual(['wait', ['daily-cap']]);
    expect(third.json.until.slice(0, 10)).toBe('2026-04-21');
    const released = await tell(first, 'release', { reason: 'line busy at our side' });
    expect([released.status, released.json.state]).toEqual([200, 'released']);
    expect((await tell(first, 'release', { reason: 'line busy at our side' })).json).toEqual(released.json);
    expect((await ask(account)).json.verdict).toBe('allow');
    expect(codes(await ask(account))).toEqual(['daily-cap']);
  });

  test.each([
    ['stop', 'stop', { channel: 'call' }, 'stopped'],
    ['dispute', 'dispute', { about: 'amount' }, 'disputed'],
    ['hold', 'hold', { until: '2026-04-30', reason: 'asked' }, 'hold'],
    ['hardship', 'hardship', {}, 'care'],
    ['nothing overdue', 'payment', { amount: { currency: 'TWD', minor: '143400' } }, 'nothing-overdue'],
  ] as const)('%s refuses it, for the agency too', async (_, kind, data, code) => {
    const { account } = await placed();
    await record(account, kind, data);
    for (const holder of ['dialler', 'agency:north'] as const) {
      const answer = await ask(account, { holder });
      expect([answer.json.verdict === 'allow', codes(answer)]).toEqual([false, expect.arrayContaining([code])]);
    }
    expect(await counted(account)).toEqual([]);
  });

  test('by a number that is known to be wrong is refused; by one that is not known it counts without a point', async () => {
    const account = await world.account();
    const { rows } = await sql<{ id: string; value: string }>`
      select id, value from contact_point where person_id = ${account.personId}::uuid and channel = 'sms'`.execute(
      world.database.db,
    );
    const [point] = rows;
    expect((await ask(account, { to: point?.value })).json.verdict).toBe('allow');
    expect(await counted(account)).toEqual([expect.objectContaining({ point: point?.id })]);
    await record(account, 'wrong-number', { value: point?.value });
    const wrong = await ask(account, { to: point?.value });
    expect([wrong.json.verdict, codes(wrong)]).toEqual(['refuse', ['point-not-valid']]);
    expect((await ask(account, { to: '+886 2 5550 0199' })).json.verdict).toBe('allow');
    const stored = await sql<{ text: string }>`
      select r::text as text from contact_reservation r where r.account_id = ${account.accountId}::uuid
      union all
      select x::text from contact_refusal x where x.account_id = ${account.accountId}::uuid`.execute(world.database.db);
    expect(stored.rows).toHaveLength(3);
    expect(stored.rows.map(({ text }) => text).join()).not.toMatch(/212555|55501/);
  });
});

describe('a report', () => {
  test('confirmed, it counts with its outcome, once, and is not changed by another', async () => {
    const account = await world.account();
    const answer = await ask(account);
    world.now = NOON + 5 * MINUTE_MS;
    const told = { outcome: 'no-answer', contactedAt: at(NOON + MINUTE_MS) };
    const confirmed = await tell(answer, 'confirm', told);
    expect([confirmed.status, confirmed.json]).toEqual([200, expect.objectContaining({ state: 'confirmed', ...told })]);
    expect((await tell(answer, 'confirm', told)).json).toEqual(confirmed.json);
    for (const [what, other] of [
      ['confirm', { ...told, outcome: 'conversation' }],
      ['release', { reason: 'not made' }],
    ] as const) {
      const refused = await tell(answer, what, other);
      expect([refused.status, refused.json.code]).toEqual([409, 'reservation-reported']);
    }
    expect(await counted(account)).toEqual([
      expect.objectContaining({ at: NOON + MINUTE_MS, outcome: 'no-answer', channel: 'call' }),
    ]);
  });

  test('ended without a report it counts as an attempt until it is proved unused', async () => {
    const account = await world.account();
    const answer = await ask(account);
    world.now = NOON + HOUR_MS;
    expect(await counted(account)).toHaveLength(1);
    const bare = await tell(answer, 'release', { reason: 'not made' });
    expect([bare.status, bare.json.code]).toEqual([422, 'evidence-missing']);
    expect(await counted(account)).toHaveLength(1);
    const personal = await tell(answer, 'release', { reason: 'not made', evidence: 'called +1 212 555 0143' });
    expect([personal.status, personal.json.code]).toEqual([422, 'invalid-request']);
    const proved = await tell(answer, 'release', { reason: 'not made', evidence: 'log 2026-04-20 row 17' });
    expect([proved.json.state, proved.json.evidence]).toEqual(['released', 'log 2026-04-20 row 17']);
    expect(await counted(account)).toEqual([]);
  });

  test('confirmed after its end it counts, and after a release too', async () => {
    const account = await world.account();
    const [late, back] = [await ask(account), await ask(account)];
    await tell(back, 'release', { reason: 'not made' });
    world.now = NOON + 5 * HOUR_MS;
    const told = { outcome: 'conversation', contactedAt: at(NOON + 2 * MINUTE_MS) };
    for (const answer of [late, back]) expect((await tell(answer, 'confirm', told)).json.state).toBe('confirmed');
    expect(await counted(account)).toHaveLength(2);
  });

  test('of the future, of before, of another channel or by another holder is refused', async () => {
    const answer = await ask(await world.account());
    const told = { outcome: 'no-answer', contactedAt: at(NOON) };
    for (const [over, pointer] of [
      [{ contactedAt: at(NOON + HOUR_MS) }, '/contactedAt'],
      [{ contactedAt: at(NOON - HOUR_MS) }, '/contactedAt'],
      [{ outcome: 'bounced' }, '/outcome'],
      [{ outcome: 'fine' }, '/outcome'],
    ] as const) {
      const refused = await tell(answer, 'confirm', { ...told, ...over });
      expect([refused.status, refused.json.code, refused.json.faults[0].pointer]).toEqual([
        422,
        'invalid-request',
        pointer,
      ]);
    }
    for (const over of [{ holder: 'portal' }, { reference: 'other' }]) {
      const refused = await tell(answer, 'confirm', { ...told, ...over });
      expect([refused.status, refused.json.code]).toEqual([404, 'unknown-reservation']);
    }
  });
});

describe('who may ask', () => {
  test('an agency for what is placed with it; nobody else asks for demands about it', async () => {
    const { account } = await placed();
    expect((await ask(account, { holder: 'agency:north' })).json.verdict).toBe('allow');
    expect(codes(await ask(account))).toEqual(['placed']);
    const south = await ask(account, { holder: 'agency:south' });
    expect([south.status, south.json.code]).toEqual([403, 'not-placed']);
    expect(await counted(account)).toHaveLength(1);
    const refused = await sql`select from contact_refusal where holder = 'agency:south'`.execute(world.database.db);
    expect(refused.rows).toHaveLength(1);
    const thanks = await ask(account, { holder: 'agency:north', purpose: 'receipt' });
    expect([thanks.status, thanks.json.faults[0].pointer]).toEqual([422, '/purpose']);
  });

  test('an agency learns nothing of other accounts, not even whether they exist', async () => {
    const account = await world.account();
    const answers = [await ask(account, { holder: 'agency:north' })];
    answers.push(await reserve(world.api, 'harbour/none', { holder: 'agency:north' }));
    for (const { status, json } of answers) expect([status, json.code]).toEqual([403, 'not-placed']);
    expect((await reserve(world.api, 'harbour/none')).json.code).toBe('unknown-account');
  });

  test('recalled between reserve and confirm: the contact counts, and no other is allowed', async () => {
    const { account, placement } = await placed();
    const answer = await ask(account, { holder: 'agency:north' });
    await sql`update placement set state = 'recalled', recalled_at = ${new Date(NOON)} where id = ${placement}`.execute(
      world.database.db,
    );
    world.now = NOON + MINUTE_MS;
    const told = { outcome: 'conversation', contactedAt: at(NOON + MINUTE_MS) };
    expect((await tell(answer, 'confirm', told)).json.state).toBe('confirmed');
    const next = await ask(account, { holder: 'agency:north' });
    expect([next.json.verdict, codes(next)]).toEqual(['refuse', ['taken-back']]);
    expect(await counted(account)).toHaveLength(1);
  });

  test('only a source with a secret, by its own name', async () => {
    const account = await world.account();
    const body = { holder: 'dialler', reference: 'x-1', account: account.name, channel: 'call' };
    const path = '/v1/contact-reservations';
    const forged = await sendSigned(world.api, path, body, newSecret());
    expect([forged.status, forged.json.code]).toEqual([401, 'bad-signature']);
    const unknown = await sendSigned(world.api, path, { ...body, holder: 'nobody' }, newSecret());
    expect([unknown.status, unknown.json.code]).toEqual([401, 'unknown-source']);
    const other = await sendSigned(world.api, path, { ...body, holder: 'agency:north' }, newSecret());
    expect(other.status).toBe(401);
    expect((await world.api.post(path, { ...body, holder: undefined })).json.code).toBe('invalid-request');
    expect(await counted(account)).toEqual([]);
  });

  test.each([
    ['a channel', { channel: 'fax' }, '/channel'],
    ['a reference', { reference: 'call to Lin Mei' }, '/reference'],
    ['minutes', { minutes: 61 }, '/minutes'],
    ['a number', { to: '12345' }, '/to'],
    ['a purpose', { purpose: 'report' }, '/purpose'],
    ['a field', { tone: 'harsh' }, '/tone'],
  ])('%s that is not one is named', async (_, over, pointer) => {
    const answer = await ask(await world.account(), over);
    expect([answer.status, answer.json.code, answer.json.faults[0].pointer]).toEqual([422, 'invalid-request', pointer]);
  });

  test('the same number at another creditor is another person', async () => {
    await addCreditor(world.database.db, 'lantern');
    const account = await world.account();
    await world.api.send('/v1/imports', bookFile([{ creditor: 'lantern', account: 'A-1', person: 'P-1' }]));
    const { accountId } = await ownerOf(world.database.db, 'lantern/A-1');
    await ask(account);
    await ask(account);
    expect(codes(await ask(account))).toEqual(['daily-cap']);
    expect((await reserve(world.api, 'lantern/A-1')).json.verdict).toBe('allow');
    expect(await counted({ ...account, accountId })).toHaveLength(1);
  });
});
