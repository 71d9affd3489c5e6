/**
 * A worker process of a peer: BENCH_PEER is its module, BENCH_TEMPLATE the database of the sample, BENCH_CALLS a file
 * for calls or nothing. It begins at the first message from its parent.
 */
import { openOutbox } from '../../../channels/outbox/adapter.ts';
import { openPool } from '../../../platform/pool.ts';
import { failStart, reportReady } from '../../../platform/start.ts';
import { recordCalls } from '../recorded-channel.ts';
import { itemSender, readSample } from './item.ts';
import { AT_ONCE, type Peer } from './peer.ts';

const setting = (name: string): string => process.env[name] ?? '';

async function main(): Promise<void> {
  const place = { databaseUrl: setting('DATABASE_URL'), redisUrl: setting('REDIS_URL') };
  const { peer } = (await import(`./${setting('BENCH_PEER')}.ts`)) as { peer: Peer };
  const sample = await readSample(setting('BENCH_TEMPLATE'));
  const outbox = openOutbox(setting('ARREARS_HOME'), 'email');
  const calls = setting('BENCH_CALLS');
  const channel = calls === '' ? outbox : recordCalls(outbox, calls, 0);
  const pool = openPool(place.databaseUrl, { size: AT_ONCE, name: 'items' });
  const worker = await peer.open(place, itemSender(pool, channel, sample));
  process.once('message', () => void worker.begin().catch(failStart));
  for (const ending of ['SIGTERM', 'disconnect']) process.once(ending, () => process.exit(0));
  reportReady();
}

main().catch(failStart);
