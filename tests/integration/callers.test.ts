/** Somebody calls: nothing is shown before the answers fit, and nothing of them is kept. */
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { main } from '../../cli/main.ts';
import { readContacts } from '../../db/load-contacts.ts';
import { toJson } from '../../domain/contracts/answer.ts';
import { DAY_MS } from '../../domain/time.ts';
import { TRIES } from '../../domain/worklist/identity.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, type KnownAccount, openApiWorld } from '../support/api-world.ts';
import { addEffect, addTask } from '../support/engine-rows.ts';

const NOON = Date.parse('2026-04-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOON);
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
beforeEach(() => {
  world.now = NOON;
});
afterAll(() => world.close());

const db = () => world.database.db;
const calls = (body: object) => world.api.post('/v1/callers', { as: 'Ann', ...body });
const says = (caller: number, answers: object, headers = {}) =>
  world.api.post(`/v1/callers/${caller}/identify`, { as: 'Ann', answers }, headers);
const numberOf = ({ name }: KnownAccount) => name.replace('harbour/', '');
/** The e-mail address of the account's person, as the book of the test names it. */
const emailOf = (owner: KnownAccount) => `lin.mei${numberOf(owner).slice(2)}@example.com`;
const right = (owner: KnownAccount) => ({
  email: emailOf(owner),
  phone: `+1 (212) 555-0${110 + Number(numberOf(owner).slice(2))}`,
});

describe('before the answers fit', () => {
  test('only how many it may be and what to ask', async () => {
    const owner = await world.account();
    const { status, json, body } = await calls({ reference: numberOf(owner) });
    expect([status, json]).toEqual([
      201,
      {
        caller: expect.any(Number),
        candidates: 1,
        ask: expect.arrayContaining([{ factor: 'email', question: expect.any(String) }]),
        triesLeft: 5,
      },
    ]);
    expect(json.ask.map(({ factor }: { factor: string }) => factor)).not.toContain('account-number');
    expect(body).not.toMatch(/Lin Mei|harbour|@|143400|\+1/);
  });

  test('a wrong answer, one that is right and one that is not, and an unknown caller get the same', async () => {
    const owner = await world.account();
    const known = (await calls({ reference: owner.name })).json;
    const unknown = (await calls({ reference: 'harbour/A-NONE' })).json;
    expect([unknown.candidates, unknown.ask.length]).toEqual([0, 4]);
    const wrong = await says(known.caller, { email: 'no@example.com', phone: '+1 212-555-0100' });
    const none = await says(unknown.caller, { email: 'no@example.com', phone: '+1 212-555-0100' });
    expect(wrong).toMatchObject({ status: 403, json: { code: 'caller-not-identified' } });
    expect(none.json).toEqual(wrong.json);
    const half = await says(known.caller, { ...right(owner), email: 'no@example.com' });
    expect(half.json.detail).toBe('The answers do not fit; 3 tries are left.');
  });

  test('after five tries nobody is identified for a day, in any call', async () => {
    const owner = await world.account();
    const { caller } = (await calls({ reference: owner.name })).json;
    const codes = [];
    for (let tries = 0; tries < TRIES; tries += 1)
      codes.push((await says(caller, { email: 'no@example.com', phone: '+1 212-555-0100' })).json.code);
    expect(codes).toEqual([...Array(TRIES - 1).fill('caller-not-identified'), 'caller-locked']);
    expect((await says(caller, right(owner))).json.code).toBe('caller-locked');
    expect((await calls({ reference: owner.name })).json.code).toBe('caller-locked');
    world.now = NOON + DAY_MS + 1;
    const again = (await calls({ reference: owner.name })).json;
    expect((await says(again.caller, right(owner))).status).toBe(200);
  });

  test('what cannot be read is refused', async () => {
    expect((await calls({ number: '02 2555' })).json).toMatchObject({ code: 'invalid-request', status: 422 });
    expect((await calls({})).status).toBe(422);
    expect((await calls({ number: '+886 2 5550 0100', name: 'Lin Mei' })).status).toBe(422);
    expect((await calls({ name: 'Lin Mei', speaksAs: 'third-party' })).status).toBe(422);
    const { caller } = (await calls({ name: 'Nobody' })).json;
    expect((await says(caller, { email: 'x@example.com' })).status).toBe(422);
    expect((await says(caller, { shoe: '1', size: '2' })).status).toBe(422);
    expect((await says(999_999, { email: 'x', 'due-day': '1' })).json.code).toBe('unknown-caller');
  });
});

describe('once they fit', () => {
  test('accounts, money as it is now, offers and open tasks; which questions were answered is kept, no answer', async () => {
    const owner = await world.account();
    const effect = await addEffect(db(), owner, { stage: 'call', step: 'attempt', channel: 'call', at: NOON });
    const no = await addTask(db(), owner, { kind: 'call', at: NOON, effect });
    const { caller } = (await calls({ reference: owner.name })).json;
    const { status, json } = await says(caller, right(owner), { 'idempotency-key': 'kept-nowhere' });
    expect([status, json]).toEqual([
      200,
      {
        caller,
        person: { number: expect.any(String), name: 'Lin Mei', language: 'en' },
        accounts: [
          expect.objectContaining({
            account: owner.name,
            mayHear: 'debt',
            case: expect.objectContaining({ asked: { currency: 'TWD', minor: '143400' } }),
            offers: expect.objectContaining({ deferral: [expect.anything()] }),
          }),
        ],
        tasks: [expect.objectContaining({ task: no, kind: 'call' })],
      },
    ]);
    const kept = await db().selectFrom('caller').selectAll().where('no', '=', BigInt(caller)).executeTakeFirstOrThrow();
    expect(kept).toMatchObject({ state: 'identified', person_id: owner.personId, opened_by: 'Ann', ended_by: 'Ann' });
    expect(kept.answered).toEqual(['email', 'phone']);
    expect(toJson(kept)).not.toMatch(/lin.mei|example.com/i);
    const stored = await sql<{ n: bigint }>`
      select count(*) as n from idempotency where answer::text like '%Lin Mei%' or key = 'kept-nowhere'`.execute(db());
    expect(stored.rows[0]?.n).toBe(0n);
    expect(world.api.log.join('')).not.toMatch(/Lin Mei|lin\.mei/);
    expect((await says(caller, right(owner))).json.code).toBe('unknown-caller');
  });

  test('found by number and by name, of several the one whom the answers fit; the caps count no call of theirs', async () => {
    const [first, other] = [await world.account(), await world.account()];
    const { rows } = await sql<{ value: string }>`
      select value from contact_point where person_id = ${other.personId} and channel = 'sms'`.execute(db());
    const byNumber = (await calls({ number: rows[0]?.value })).json;
    expect(byNumber.candidates).toBe(1);
    expect(byNumber.ask.map(({ factor }: { factor: string }) => factor)).not.toContain('phone');
    await sql`update person set name = 'Wu An' where id in (${first.personId}, ${other.personId})`.execute(db());
    const byName = (await calls({ name: ' wu an' })).json;
    expect(byName.candidates).toBe(2);
    const ids = { email: emailOf(other), 'account-number': numberOf(other) };
    expect((await says(byName.caller, ids)).json.accounts).toMatchObject([{ account: other.name }]);
    const made = await readContacts(db(), [other.personId], { since: NOON - DAY_MS, now: NOON });
    expect([...made.values()]).toEqual([]);
  });

  test('whoever is represented hears nothing; their attorney does', async () => {
    const owner = await world.account();
    await world.api.sendEvent(event('represented', owner.person, { by: 'attorney' }));
    const hears = async (speaksAs: string) => {
      const { caller } = (await calls({ reference: owner.name, speaksAs })).json;
      return (await says(caller, right(owner))).json.accounts;
    };
    expect(await hears('debtor')).toMatchObject([{ mayHear: 'nothing', case: null, offers: null }]);
    expect(await hears('attorney')).toMatchObject([{ mayHear: 'debt', case: { account: owner.name } }]);
  });
});

/** What a command prints. */
async function run(...words: string[]): Promise<string> {
  let out = '';
  const write = (text: unknown) => {
    out += String(text);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(write));
  await main(words);
  for (const spy of spies) spy.mockRestore();
  process.exitCode = 0;
  return out;
}

test('the commands read aloud', async () => {
  const owner = await world.account();
  const asked = await run('calling', '--reference', owner.name, '--as', 'Ann');
  expect(asked).toContain('1 person may be meant. Say nothing of a debt.');
  const caller = /Caller (\d+)/.exec(asked)?.[1] ?? '';
  const answers = Object.entries(right(owner)).flatMap(([factor, said]) => ['--answer', `${factor}=${said}`]);
  const shown = await run('calling', 'identify', caller, ...answers, '--as', 'Ann');
  for (const words of ['is identified: Lin Mei', 'NT$ 1,434', 'may be told of the debt', 'deferral'])
    expect(shown).toContain(words);
  expect(await run('calling', '--as', 'Ann')).toContain('Give one of --number, --reference and --name.');
  expect(await run('calling', 'identify', caller, '--answer', 'email=x', '--as', 'Ann')).toContain(
    '2 answers are needed',
  );
});
