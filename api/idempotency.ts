/**
 * `Idempotency-Key`: the same request again gets the stored answer; the key on another request is refused. Events are
 * deduplicated by source and id instead.
 */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { Problem } from '../domain/problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while a keyed request runs for the first time. */
    keyed: { route: string; key: string } | null;
  }
}

/** A request that has not ended after this time (its process is gone) may be made again. */
const ABANDONED_SECONDS = 60;
const RUNNING = 0;

function hashOf(request: FastifyRequest): string {
  const body = Buffer.isBuffer(request.body) ? request.body : JSON.stringify(request.body ?? null);
  return createHash('sha256').update(`${request.method} ${request.url}\n`).update(body).digest('hex');
}

/** preHandler: replays the answer of an earlier request, or takes the key. */
export async function reserveKey(db: Kysely<Database>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || typeof key !== 'string') return;
  if (key.length < 1 || key.length > 255)
    throw new Problem('invalid-request', { faults: 'Idempotency-Key: 1 to 255 characters' });
  const route = request.routeOptions.url ?? request.url;
  const hash = hashOf(request);
  if (await isMine(db, route, key, hash)) {
    request.keyed = { route, key };
    return;
  }
  const stored = await db
    .selectFrom('idempotency')
    .select(['body_hash', 'status', 'answer'])
    .where('route', '=', route)
    .where('key', '=', key)
    .executeTakeFirst();
  // Deleted between the two statements: the request has just failed and may be made again.
  if (!stored) throw new Problem('still-running');
  if (stored.body_hash !== hash) throw new Problem('key-reused');
  if (stored.status === RUNNING) throw new Problem('still-running');
  await reply.code(stored.status).header('idempotent-replay', 'true').send(stored.answer);
}

/**
 * Takes a free key, or the key of an abandoned request. A second request at the same moment waits here for the first
 * one's row.
 */
async function isMine(db: Kysely<Database>, route: string, key: string, hash: string): Promise<boolean> {
  const { rows } = await sql`
    insert into idempotency (route, key, body_hash, status, answer)
    values (${route}, ${key}, ${hash}, ${RUNNING}, 'null')
    on conflict (route, key) do update set at = clock_timestamp()
    where idempotency.status = ${RUNNING}
      and idempotency.body_hash = excluded.body_hash
      and idempotency.at < clock_timestamp() - make_interval(secs => ${ABANDONED_SECONDS})
    returning 1`.execute(db);
  return rows.length > 0;
}

/** onSend: keeps the answer, or frees the key when the request may be made again. */
export async function saveAnswer(
  db: Kysely<Database>,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  const { keyed } = request;
  if (keyed === null) return;
  request.keyed = null;
  if (reply.statusCode >= 400) {
    await db.deleteFrom('idempotency').where('route', '=', keyed.route).where('key', '=', keyed.key).execute();
    return;
  }
  const answer = typeof payload === 'string' && payload !== '' ? payload : 'null';
  await db
    .updateTable('idempotency')
    .set({ status: reply.statusCode, answer })
    .where('route', '=', keyed.route)
    .where('key', '=', keyed.key)
    .execute();
}
