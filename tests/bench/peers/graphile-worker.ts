/** graphile-worker with the batching that its documentation recommends for many jobs. */
import { type LogFunctionFactory, Logger, makeWorkerUtils, run } from 'graphile-worker';
import { openPool } from '../../../platform/pool.ts';
import { AT_ONCE, inBatches, type Peer } from './peer.ts';

const TASK = 'send';
interface Item {
  item: string;
}
/** Wall milliseconds in which completions are gathered. */
const GATHER_MS = 250;

const onlyTrouble: LogFunctionFactory = () => (level, message) => {
  if (level === 'error' || level === 'warning') process.stderr.write(`graphile-worker: ${message}\n`);
};
const logger = new Logger(onlyTrouble);

export const peer: Peer = {
  async fill({ databaseUrl }, items) {
    const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
    await utils.migrate();
    await inBatches(items, (batch) =>
      utils.addJobs(batch.map((item) => ({ identifier: TASK, payload: { item } satisfies Item }))),
    );
    await utils.release();
  },
  async open({ databaseUrl }, send) {
    const preset = {
      worker: {
        connectionString: databaseUrl,
        concurrentJobs: AT_ONCE,
        maxPoolSize: AT_ONCE,
        localQueue: { size: 5 * AT_ONCE },
        completeJobBatchDelay: GATHER_MS,
        failJobBatchDelay: GATHER_MS,
      },
    };
    return {
      begin: async () => {
        await run({
          preset,
          logger,
          parsedCronItems: [],
          taskList: { [TASK]: (payload) => send([(payload as Item).item]) },
        });
      },
    };
  },
  async passTime({ databaseUrl }) {
    const pool = openPool(databaseUrl, { size: 1 });
    await pool.query(
      `update graphile_worker._private_jobs
       set locked_at = locked_at - interval '4 hours'
       where locked_at is not null`,
    );
    await pool.end();
  },
};
