/** Receipts as a provider sends them: to a real API, over a real database, whole and in every wrong way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openGateway } from '../../channels/sms/gateway.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { openApi, SOURCES, type TestApi } from '../support/api.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { PROVIDER_SECRET, type ProviderDouble, startProvider } from '../support/provider-double/provider.ts';
import { violationsOf } from '../support/violations.ts';
import { until } from '../support/wire.ts';

const engine = useTestEngine('each test');
let api: TestApi;
let provider: ProviderDouble;
let dir: string;
beforeEach(async () => {
  api = await openApi({ db: engine.db, pool: engine.database.pool, now: engine.clock });
  dir = mkdtempSync(join(tmpdir(), 'arrears-receipts-'));
  const receipts = { url: api.root, secret: SOURCES.portal, source: 'portal', now: engine.clock };
  provider = await startProvider({ dir, receipts });
  engine.channels = {
    ...engine.channels,
    sms: openGateway({ url: provider.http, secret: PROVIDER_SECRET, slowestCallMs: 1500 }),
  };
});
afterEach(async () => {
  await provider.close();
  await api.close();
  rmSync(dir, { recursive: true, force: true });
});

const accepted = () => provider.log().filter((line) => line.event === 'accepted').length;
const told = () => provider.log().filter((line) => line.event === 'receipt').length;
/** An account without an e-mail address is written to by SMS. */
async function send(): Promise<void> {
  await engine.look(await engine.book([{ email: '', phone: '+886 912 345 678' }]));
  await engine.sendDue();
}
async function delivered(): Promise<{ state: string; delivered: boolean } | undefined> {
  const { rows } = await sql<{ state: string; delivered: boolean }>`
    select state, delivered_at is not null as delivered from effect where channel = 'sms' and attempt > 0`.execute(
    engine.db,
  );
  return rows[0];
}
const clean = async () => expect(await violationsOf(engine.db, RULEBOOK, engine.now)).toEqual([]);

test.each(['twice', 'late', 'early', 'forged'] as const)('%s: delivered, once', async (fault) => {
  provider.faults.arm({ fault, times: 1, ms: 100 });
  await send();
  await until('it was told', () => told() >= (fault === 'twice' ? 2 : 1));
  expect(await delivered()).toEqual({ state: 'sent', delivered: true });
  expect(accepted()).toBe(1);
  await clean();
});

test('only forged: nothing is believed', async () => {
  await provider.close();
  const receipts = { url: api.root, secret: SOURCES.bank, source: 'portal', now: engine.clock };
  provider = await startProvider({ dir, receipts });
  engine.channels = { ...engine.channels, sms: openGateway({ url: provider.http, secret: PROVIDER_SECRET }) };
  await send();
  await until('it was told', () => told() >= 1);
  expect(await delivered()).toEqual({ state: 'sent', delivered: false });
});

test.each(['accept-hang', 'accept-reset', 'accept-500'] as const)(
  '%s: the receipt settles what nobody knew, before anybody asks',
  async (fault) => {
    provider.faults.arm({ fault, times: 1 });
    provider.faults.arm({ fault: 'late', times: 1, ms: 2000 });
    await send();
    expect(await delivered()).toEqual({ state: 'unknown', delivered: false });
    await until('it was told', () => told() >= 1);
    expect(await delivered()).toEqual({ state: 'sent', delivered: true });
    expect(accepted()).toBe(1);
    await clean();
  },
);

test('lost: sent, and never said to be delivered', async () => {
  provider.faults.arm({ fault: 'lost', times: 1 });
  await send();
  expect(await delivered()).toEqual({ state: 'sent', delivered: false });
  expect(told()).toBe(0);
});
