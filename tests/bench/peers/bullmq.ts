/** BullMQ on Redis, as its documentation begins: one worker with some concurrency, ended jobs removed. */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { AT_ONCE, inBatches, type Peer } from './peer.ts';

const QUEUE = 'items';
interface Item {
  item: string;
}

export const peer: Peer = {
  async fill({ redisUrl }, items) {
    const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    const queue = new Queue<Item>(QUEUE, { connection, defaultJobOptions: { removeOnComplete: true } });
    await inBatches(items, (batch) => queue.addBulk(batch.map((item) => ({ name: 'send', data: { item } }))));
    await queue.close();
    connection.disconnect();
  },
  async open({ redisUrl }, send) {
    const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    const worker = new Worker<Item>(QUEUE, (job) => send([job.data.item]), {
      connection,
      concurrency: AT_ONCE,
      autorun: false,
    });
    worker.on('error', (error) => process.stderr.write(`bullmq: ${error.message}\n`));
    await worker.waitUntilReady();
    return {
      begin: async () => {
        void worker.run();
      },
    };
  },
};
