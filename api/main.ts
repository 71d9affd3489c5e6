/** The API process: opens what it needs, listens, says `ready` to its parent, stops cleanly. */
import type { AddressInfo } from 'node:net';
import { channelsConfig, openChannels } from '../channels/index.ts';
import { businessNow } from '../db/clock.ts';
import { openDatabase } from '../db/database.ts';
import { leaveHint } from '../db/hints.ts';
import { migrate } from '../db/migrate.ts';
import { evidenceBounds } from '../domain/evidence.ts';
import { Problem } from '../domain/problems.ts';
import { loadCreditorsFile } from '../engine/import/creditors.ts';
import { loadOwnRules } from '../engine/law/load-own-rules.ts';
import { recordPacks } from '../engine/law/record-packs.ts';
import { readConfig } from '../platform/config.ts';
import { armFromEnvironment, crashPoint } from '../platform/crash-points.ts';
import { openLogger } from '../platform/logger.ts';
import { checkDatabase, openPool } from '../platform/pool.ts';
import { failStart, reportReady } from '../platform/start.ts';
import { openTemporal } from '../platform/temporal.ts';
import { rulebookWith } from '../stages/rules.ts';
import { buildApi } from './build.ts';
import { warnOfTexts } from './warn-of-texts.ts';

async function serve(): Promise<void> {
  armFromEnvironment();
  const config = readConfig();
  const rulebook = rulebookWith(loadOwnRules(config.ARREARS_RULES));
  const logger = openLogger(config.LOG_LEVEL, { process: 'api' });
  const { DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = config;
  if (DATABASE_URL === undefined || TEMPORAL_ADDRESS === undefined) throw new Problem('nothing-runs-here');
  const pool = openPool(DATABASE_URL, { size: config.DATABASE_POOL_SIZE, name: 'arrears-api' });
  await checkDatabase(pool, DATABASE_URL, config.DATABASE_POOL_SIZE);
  const db = openDatabase(pool);
  await migrate(db);
  if (config.ARREARS_CREDITORS !== undefined) await loadCreditorsFile(db, config.ARREARS_CREDITORS);
  await recordPacks(db, rulebook.published.packs);
  await warnOfTexts(db, rulebook, await businessNow(db), logger);
  const client = await openTemporal({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE });
  const app = await buildApi({
    db,
    pool,
    rulebook,
    now: () => businessNow(db),
    nudge: async (accountIds) => {
      await crashPoint('fact recorded, workflow not told');
      await leaveHint(db, accountIds);
    },
    eventSecrets: config.eventSecrets,
    paymentSecrets: config.paymentSecrets,
    channels: openChannels(channelsConfig(config)),
    temporal: async () => {
      await client.connection.workflowService.getSystemInfo({});
      return null;
    },
    evidence: evidenceBounds(
      config.ARREARS_EVIDENCE_FILE_MIB,
      config.ARREARS_EVIDENCE_CASE_MIB,
      config.ARREARS_EVIDENCE_CASE_FILES,
    ),
    logger,
  });
  stopOnSignal(async () => {
    await app.close();
    await client.connection.close();
    await db.destroy();
  });
  await app
    .listen({ host: config.HOST, port: config.PORT })
    .catch((error: unknown) => Promise.reject(listenFault(error, config)));
  const { port } = app.server.address() as AddressInfo;
  logger.info({ port }, 'the API listens');
  reportReady({ port });
}

/** Stops once, however many signals arrive. */
function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const once = async () => {
    if (stopping) return;
    stopping = true;
    await stop();
    if (process.connected) process.disconnect();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void once());
}

function listenFault(error: unknown, { HOST: host, PORT: port }: { HOST: string; PORT: number }): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EADDRINUSE' || code === 'EACCES'
    ? new Problem('port-taken', { host, port }, { cause: error })
    : error;
}

serve().catch(failStart);
