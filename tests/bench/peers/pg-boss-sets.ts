/** pg-boss with large batches, the rows of a batch written together: faster, and a crash repeats whole batches. */
import type { Peer } from './peer.ts';
import { pgBoss } from './pg-boss.ts';

const BATCH = 100;

export const peer: Peer = pgBoss(BATCH, (send, items) => send(items));
