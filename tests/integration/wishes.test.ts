/** What a person asks for stops what is queued already, and is listed with its source and its end. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import { bySystem } from '../../domain/act.ts';
import { consentsOf } from '../../domain/contracts/consents.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';

const engine = useTestEngine('each test', 12);

const tell = (kind: WireKind, data: object, occurredAt = engine.now) =>
  acceptFact(
    engine.db,
    { subject: 'harbour/A-1', kind, data, source: 'portal', occurredAt },
    bySystem('portal', engine.now),
  );

describe('an e-mail that is queued', () => {
  test.each<[string, WireKind, object, string]>([
    ['the person is represented', 'represented', { by: 'attorney' }, 'suppressed'],
    ['the person demands that contact ends', 'cease', { written: false }, 'suppressed'],
    ['the person complains of harassment', 'complaint', { cause: 'harassment', channel: 'web' }, 'suppressed'],
    ['asked for other hours', 'preference', { hours: '20:00-21:00' }, 'deferred'],
  ])('%s', async (_, kind, data, state) => {
    const id = await engine.dueEmail();
    await sql`update effect set queued_at = clock_timestamp() where id = ${id}::uuid`.execute(engine.db);
    await tell(kind, data);
    expect(await engine.claim([id])).toEqual([]);
    expect(await engine.effect()).toMatchObject({ state });
    expect(engine.letters()).toEqual([]);
  });

  test.each<[string, WireKind, object]>([
    ['STOP', 'stop', { channel: 'email' }],
    ['the reply STOP', 'reply-word', { channel: 'email', word: '取消' }],
    ['no e-mail', 'preference', { notBy: 'email' }],
  ])('%s: it goes back and leaves by another channel', async (_, kind, data) => {
    const id = await engine.dueEmail();
    await tell(kind, data);
    expect(await engine.claim([id])).toEqual([]);
    expect(engine.letters()).toEqual([]);
    expect(await engine.effect()).toMatchObject({ channel: 'sms' });
  });

  test('what was asked for and ended, told in the wrong order: it leaves', async () => {
    const id = await engine.dueEmail();
    await tell('represented-ended', { reason: 'the mandate ended' }, engine.now - HOUR_MS);
    await tell('represented', { by: 'attorney' }, engine.now - 2 * HOUR_MS);
    expect(await engine.claim([id])).toHaveLength(1);
  });
});

test('consents are listed: what is in force first, with source, proof and end', async () => {
  const [id = ''] = await engine.book([{ account: 'A-1', bureau_consent: 'yes' }]);
  await tell(
    'consent-given',
    { scope: 'hours', hours: '20:00-22:00', proof: 'recorded call' },
    engine.now - 3 * HOUR_MS,
  );
  await tell('consent-withdrawn', { scope: 'credit-report' }, engine.now - 2 * HOUR_MS);
  await tell('preference', { writeOnly: true, notAt: 'work' }, engine.now - HOUR_MS);
  await tell('reply-word', { channel: 'sms', word: 'STOP' });
  const facts = (await loadFacts(engine.db, [id], engine.now, RULEBOOK)).get(id);
  const listed =
    facts && consentsOf(facts).map(({ kind, words, source, until }) => [kind, words, source, until === null]);
  expect(listed).toEqual([
    ['stop', 'no contact by sms', 'portal', true],
    ['channel', 'no contact by call', 'portal', true],
    ['place', 'no contact at this place: work', 'portal', true],
    ['consent', 'hours, 20:00-22:00', 'portal', true],
    ['consent', 'credit-report', 'book', false],
  ]);
  const { rows } = await sql<{ body: string }>`select body::text from fact where kind = 'stop'`.execute(engine.db);
  expect(rows[0]?.body).not.toContain('word');
});

test('a closed account still hears what its person asks for', async () => {
  await engine.book([{ account: 'A-1' }]);
  await tell('closed', { how: 'settled' });
  for (const [kind, data] of [
    ['represented', { by: 'debt-adviser' }],
    ['preference', { hours: '09:00-10:00' }],
    ['consent-withdrawn', { scope: 'credit-report' }],
  ] as const)
    expect(await tell(kind, data)).toMatchObject({ duplicate: false });
});
