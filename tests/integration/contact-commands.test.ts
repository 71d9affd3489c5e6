/** `arrears contacts` and `arrears conduct` over the API: what they print, in words and as JSON. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { main } from '../../cli/main.ts';
import { HOUR_MS, MINUTE_MS } from '../../domain/time.ts';
import { judgeToldContacts } from '../../engine/contacts/judge-conduct.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { event } from '../support/api.ts';
import { type ApiWorld, openApiWorld } from '../support/api-world.ts';
import { addMessage, addPlacement } from '../support/engine-rows.ts';
import { report, reserve } from '../support/ledger.ts';

const NOON = Date.parse('2026-04-20T12:00:00+08:00');
let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld(NOON);
  Object.assign(process.env, { PORT: new URL(world.api.root).port, ARREARS_HOME: 'none' });
});
afterAll(() => world.close());

/** The standard output of a command that is done. */
async function arrears(...words: string[]): Promise<string> {
  let out = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  await main(words);
  spy.mockRestore();
  expect(process.exitCode ?? 0).toBe(0);
  return out;
}

test('who contacted a person, of all their accounts, and what an agency should not have done', async () => {
  const account = await world.account();
  expect(await arrears('contacts', account.name)).toBe(`The person of ${account.name} was not contacted in 8 days.\n`);
  expect(await arrears('conduct', 'north')).toBe('No breach of agency north is recorded.\n');

  await addMessage(world.database.db, account, { channel: 'email', at: NOON - 26 * HOUR_MS });
  const placement = await addPlacement(world.database.db, account, NOON - 25 * HOUR_MS, 'accepted');
  const contact = { placement, at: new Date(NOON - 14 * HOUR_MS).toISOString(), channel: 'call' };
  await world.api.sendEvent(event('agency-contact', account.name, contact));
  const answer = await reserve(world.api, account.name, { holder: 'agency:north' });
  await report(world.api, answer, 'confirm', { outcome: 'voicemail', contactedAt: new Date(NOON).toISOString() });
  await reserve(world.api, account.name);
  await judgeToldContacts(world.database.db, RULEBOOK, NOON + MINUTE_MS);

  const table = await arrears('contacts', account.name);
  expect(table.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['at', 'by', 'account', 'channel', 'purpose', 'outcome', 'state', 'reasons'],
    ['2026-04-19 10:00', 'own', account.name, 'email', 'demand', 'sent', 'made'],
    ['2026-04-19 22:00', 'agency:north', account.name, 'call', 'demand', 'attempted', 'made'],
    ['2026-04-20 12:00', 'agency:north', account.name, 'call', 'demand', 'voicemail', 'confirmed'],
    [
      ...['2026-04-20 12:00', 'dialler', account.name, 'call', 'demand', 'refuse', 'refused'],
      'the account is placed with agency north',
    ],
    [''],
  ]);
  expect(JSON.parse(await arrears('contacts', account.name, '--days', '1', '--json'))).toHaveLength(3);
  for (const words of [['conduct'], ['conduct', 'north']])
    expect((await arrears(...words)).split('\n')[1]?.split(/ {2,}/)).toEqual([
      ...['2026-04-19 22:00', 'north', account.name, 'call'],
      'it is night where the person lives (TW-01, default, unverified); it is night where the person lives',
    ]);
  const [breach] = JSON.parse(await arrears('conduct', '--json'));
  expect(breach).toMatchObject({
    agency: 'north',
    reasons: ['TW-01', 'HOUSE-TIME-01'].map((rule) => ({ policy: 'lawful-hours', code: 'night', rule })),
  });
  const { rows } = await sql<{ id: string }>`select id from fact where kind = 'agency-contact'`.execute(
    world.database.db,
  );
  expect(breach.fact).toBe(rows[0]?.id);
});
