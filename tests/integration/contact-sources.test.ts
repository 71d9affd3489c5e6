/** Which contact point reaches a person: what the book, events and agencies say, by date, and what proves or disproves it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { up } from '../../db/migrations/0008-contact-statements.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { DAY_MS, instantAt } from '../../domain/time.ts';
import { readAddressees } from '../../engine/effects/addressees.ts';
import { storePoint } from '../../engine/persons/contact-points.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { type BookCellsByName, bookFile } from '../support/book-file.ts';
import { addEffect, addMessage, addTask, type Owner, ownerOf } from '../support/engine-rows.ts';

/** Noon in Taipei on a day of April 2026. */
const april = (day: number, minute = 12 * 60) => instantAt('2026-04-01', minute, 'Asia/Taipei') + (day - 1) * DAY_MS;
const onDay = (day: number) => `2026-04-${String(day).padStart(2, '0')}`;
const [A, B, C] = ['a@example.com', 'b@example.com', 'c@example.com'];

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(april(1));
});
afterAll(() => world.close());

let count = 0;
/** A person with one account, and what is said of them; each act is of a day of April. */
async function someone(first: BookCellsByName = { email: A }) {
  count += 1;
  const number = count;
  const person = `W-${number}`;
  const book = async (day: number, cells: BookCellsByName, arrives = day) => {
    world.now = april(arrives);
    const row = { account: `W-${number}`, person, balance: `${41_000 + day}.00`, as_of: onDay(day), ...cells };
    const { json } = await world.api.send('/v1/imports', bookFile([row]));
    expect([json.refused, json.stale]).toEqual([0, 0]);
  };
  await book(1, first);
  const owner = await ownerOf(world.database.db, `harbour/W-${number}`);
  const tell = async (
    kind: 'bounced' | 'address-added' | 'wrong-number',
    value: string,
    day: number,
    minute?: number,
  ) => {
    const channel = value.includes('@') ? 'email' : 'sms';
    const time = new Date(april(day, minute)).toISOString();
    world.now = Math.max(world.now, april(day, minute));
    const answer = await world.api.sendEvent(event(kind, `harbour/person:${person}`, { channel, value }, { time }));
    expect(answer.status).toBe(200);
  };
  const used = async (channel: WrittenChannel = 'email') =>
    world.database.db
      .transaction()
      .execute(async (trx) => (await readAddressees(trx, [owner.personId], channel)).get(owner.personId)?.to ?? null);
  return { owner, book, tell, used };
}
const versionOf = async ({ accountId }: Owner) =>
  (
    await world.database.db
      .selectFrom('account')
      .select('facts_version')
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow()
  ).facts_version;

describe('the book', () => {
  test('A, B, A again: A is the one used, and each change wakes the account', async () => {
    const { owner, book, used } = await someone();
    const seen = [await used()];
    let version = await versionOf(owner);
    for (const [day, email] of [
      [2, B],
      [3, A],
      [4, B],
      [5, A],
    ] as const) {
      await book(day, { email });
      seen.push(await used());
      const next = await versionOf(owner);
      // One for the row, one for the address.
      expect(next - version).toBe(2n);
      version = next;
    }
    expect(seen).toEqual([A, B, A, B, A]);
  });

  test('an emptied cell takes the address away, on every account of the person; named again it is back', async () => {
    const { owner, book, used } = await someone({ email: A, phone: '+1 212-555-0143' });
    await book(1, { account: 'W-other', email: A });
    const other = await ownerOf(world.database.db, 'harbour/W-other');
    const before = await versionOf(other);
    await book(2, { email: '', phone: '' });
    expect([await used(), await used('sms')]).toEqual([null, null]);
    expect(await versionOf(other)).toBeGreaterThan(before);
    expect(other.personId).toBe(owner.personId);
    await book(3, { email: A });
    expect([await used(), await used('sms')]).toEqual([A, '+12125550143']);
  });

  test('a row older than what the book said last changes nothing of the person', async () => {
    const { owner, book, used } = await someone();
    await book(9, { email: B, name: 'Lin Mei Two', address: '2 Harbour Road' });
    await book(5, { account: 'W-late', email: C, name: 'Lin Mei One', address: '' }, 10);
    expect(await used()).toBe(B);
    const person = await world.database.db
      .selectFrom('person')
      .select(['name', 'address', 'book_as_of'])
      .where('id', '=', owner.personId)
      .executeTakeFirstOrThrow();
    expect(person).toEqual({ name: 'Lin Mei Two', address: '2 Harbour Road', book_as_of: '2026-04-09' });
  });

  test('of two rows of one person in a file the newer speaks', async () => {
    const { book, used } = await someone();
    await book(2, { email: A });
    world.now = april(4);
    const rows = [3, 2].map((day) => ({ account: `W-pair-${day}`, person: 'W-pair', email: A, as_of: onDay(day) }));
    expect((await world.api.send('/v1/imports', bookFile(rows))).json).toMatchObject({ added: 2 });
    const { personId } = await ownerOf(world.database.db, 'harbour/W-pair-2');
    const { book_as_of } = await world.database.db
      .selectFrom('person')
      .select('book_as_of')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    expect([book_as_of, await used()]).toEqual(['2026-04-03', A]);
  });
});

describe('what others told', () => {
  test('is kept when the book empties or changes its cell', async () => {
    const { book, tell, used } = await someone();
    await tell('address-added', A, 2);
    await book(3, { email: '' });
    expect(await used()).toBe(A);
    await book(4, { email: B });
    await book(5, { email: '' });
    expect(await used()).toBe(A);
  });

  test('in whichever order book and event arrive', async () => {
    const { book, tell, used } = await someone();
    await book(3, { email: '' });
    await tell('address-added', A, 2);
    expect(await used()).toBe(A);
  });

  test('the latest told is used: the event, then what the book says newly, never what it only repeats', async () => {
    const { book, tell, used } = await someone();
    await tell('address-added', B, 5);
    await book(6, { email: A });
    expect(await used()).toBe(B);
    await book(7, { email: C });
    expect(await used()).toBe(C);
    await tell('address-added', A, 6);
    expect(await used()).toBe(C);
  });

  test("an agency's word does not bring back what was disproved; an event's does", async () => {
    const { owner, tell, used } = await someone();
    await tell('bounced', A, 2);
    await world.database.db
      .transaction()
      .execute((trx) =>
        storePoint(trx, { ...owner, channel: 'email', value: A, source: 'agency', at: april(3), revive: false }),
      );
    expect(await used()).toBeNull();
    await tell('address-added', A, 4);
    expect(await used()).toBe(A);
  });
});

describe('proof', () => {
  test('a bounce ends an address while the book only repeats it; told anew it is used again', async () => {
    const { book, tell, used } = await someone();
    await tell('bounced', A, 2);
    await book(3, { email: A });
    expect(await used()).toBeNull();
    await book(4, { email: B });
    await book(5, { email: A });
    expect(await used()).toBe(A);
  });

  test('a book from before the bounce does not bring the address back', async () => {
    const { book, tell, used } = await someone({ email: B });
    await tell('address-added', A, 2);
    await tell('bounced', A, 5);
    await book(4, { email: A }, 6);
    expect(await used()).toBeNull();
  });

  test.each([
    [
      'then the address',
      [
        ['bounced', 3],
        ['address-added', 4],
      ],
      A,
    ],
    [
      'before the address, arriving later',
      [
        ['address-added', 4],
        ['bounced', 3],
      ],
      A,
    ],
    [
      'after the address',
      [
        ['address-added', 3],
        ['bounced', 4],
      ],
      null,
    ],
    [
      'after the address, arriving before',
      [
        ['bounced', 4],
        ['address-added', 3],
      ],
      null,
    ],
  ] as const)('a bounce, %s', async (_, told, expected) => {
    const { tell, used } = await someone();
    for (const [kind, day] of told) await tell(kind, A, day);
    expect(await used()).toBe(expected);
  });

  test('a message that was delivered proves its address as of when it was sent', async () => {
    const { owner, tell, used } = await someone();
    const deliver = async (sent: number) => {
      const message = { channel: 'email', at: april(sent), step: `of-${sent}`, to: A } as const;
      const { key } = await addMessage(world.database.db, owner, message);
      world.now = april(20);
      expect((await world.api.sendEvent(event('delivered', undefined, { message: key }))).status).toBe(200);
    };
    await tell('address-added', B, 5);
    await deliver(4);
    expect(await used()).toBe(B);
    await deliver(6);
    expect(await used()).toBe(A);
    await tell('bounced', A, 20);
    expect(await used()).toBe(B);
  });

  test('the right person on the phone proves the number that was called', async () => {
    const [called, other] = ['+12125550143', '+12125550144'];
    const { owner, tell, used } = await someone({ email: A, phone: called });
    let calls = 0;
    const call = async (outcome: object) => {
      calls += 1;
      const effect = await addEffect(world.database.db, owner, {
        stage: 'call',
        step: `attempt-${calls}`,
        channel: 'call',
        at: world.now,
      });
      const no = await addTask(world.database.db, owner, { kind: 'call', at: world.now, effect });
      expect((await world.api.post(`/v1/tasks/${no}/outcome`, { as: 'ann', outcome })).status).toBe(201);
    };
    const verified = async () =>
      (
        await world.database.db
          .selectFrom('contact_point')
          .select(['value', 'verified_at'])
          .where('person_id', '=', owner.personId)
          .where('channel', '=', 'sms')
          .orderBy('value')
          .execute()
      ).map(({ verified_at }) => verified_at);
    world.now = april(3);
    await call({ contact: 'no-answer' });
    expect(await verified()).toEqual([null]);
    await call({ contact: 'right-party', result: 'refuses' });
    await tell('address-added', other, 2);
    expect([await verified(), await used('sms')]).toEqual([[april(3), null], called]);
    world.now = april(4);
    await call({ contact: 'right-party', result: 'not-this-person' });
    expect([await verified(), await used('sms')]).toEqual([[null, null], other]);
  });
});

test('a database of an earlier release: the newest point of the book is what the book names', async () => {
  const { owner, book, tell, used } = await someone();
  await book(2, { email: B });
  await tell('address-added', C, 3);
  await tell('bounced', C, 4);
  const { db } = world.database;
  await sql`alter table person drop column book_as_of`.execute(db);
  await sql`
    alter table contact_point
    drop column book_at, drop column told_at, drop column disproved_at, drop column verified_at`.execute(db);
  await db.transaction().execute((trx) => up(trx as never));
  const points = await db
    .selectFrom('contact_point')
    .select(['value', 'book_at', 'told_at', 'disproved_at'])
    .where('person_id', '=', owner.personId)
    .where('channel', '=', 'email')
    .orderBy('value')
    .execute();
  expect(points).toEqual([
    { value: A, book_at: null, told_at: null, disproved_at: null },
    { value: B, book_at: april(2, 0), told_at: null, disproved_at: null },
    { value: C, book_at: null, told_at: april(3), disproved_at: april(4) },
  ]);
  await book(5, { email: A });
  expect(await used()).toBe(A);
});
