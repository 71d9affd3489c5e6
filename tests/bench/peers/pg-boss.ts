/**
 * pg-boss as its documentation says for a backlog: batches fetched while there is more (burstWhenBatchFull), each job
 * settled with a result of its own (perJobResults).
 */
import { PgBoss } from 'pg-boss';
import { openPool } from '../../../platform/pool.ts';
import { AT_ONCE, inBatches, type Peer, type SendItems } from './peer.ts';

const QUEUE = 'items';
interface Item {
  item: string;
}
/** Fetches that run beside each other, so that one works while another fetches or completes. */
const FETCHES = 4;

const open = (databaseUrl: string): PgBoss => {
  const boss = new PgBoss({ connectionString: databaseUrl });
  boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`));
  return boss;
};

/** `atOnce`: how the jobs of a batch are sent. */
export const pgBoss = (batchSize: number, atOnce: (send: SendItems, items: string[]) => Promise<unknown>): Peer => ({
  async fill({ databaseUrl }, items) {
    const boss = open(databaseUrl);
    await boss.start();
    await boss.createQueue(QUEUE);
    await inBatches(items, (batch) =>
      boss.insert(
        QUEUE,
        batch.map((item) => ({ data: { item } satisfies Item })),
      ),
    );
    await boss.stop({ graceful: false });
  },
  async open({ databaseUrl }, send) {
    const boss = open(databaseUrl);
    await boss.start();
    const options = {
      batchSize,
      localConcurrency: FETCHES,
      pollingIntervalSeconds: 0.5,
      burstWhenBatchFull: true,
      perJobResults: true,
    } as const;
    return {
      begin: async () => {
        await boss.work<Item, void, typeof options>(QUEUE, options, async (jobs) => {
          await atOnce(
            send,
            jobs.map((job) => job.data.item),
          );
          return jobs.map(({ id }) => ({ id, status: 'completed' }));
        });
      },
    };
  },
  async passTime({ databaseUrl }) {
    const pool = openPool(databaseUrl, { size: 1 });
    await pool.query("update pgboss.job set started_on = started_on - interval '15 minutes' where state = 'active'");
    await pool.end();
  },
});

/** Each job of a batch writes its own rows. */
export const peer = pgBoss(AT_ONCE, (send, items) => Promise.all(items.map((item) => send([item]))));
