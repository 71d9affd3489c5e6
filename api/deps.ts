/** What the API needs from its process. */
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { ChannelAdapter } from '../channels/channel.ts';
import type { Database } from '../db/schema.ts';
import type { Channel } from '../domain/channels.ts';
import type { EvidenceBounds } from '../domain/evidence.ts';
import type { LawfulRulebook } from '../domain/rules.ts';
import type { Instant } from '../domain/time.ts';
import type { Timeouts } from './limits.ts';

export interface ApiDeps {
  db: Kysely<Database>;
  /** The pool below `db`: imports copy rows. */
  pool: Pool;
  rulebook: LawfulRulebook;
  /** Business time. */
  now(): Promise<Instant>;
  /** "Evaluate again", after the commit. A lost nudge costs seconds and never fails a request. */
  nudge(accountIds: readonly string[]): Promise<void>;
  /** Secrets of Standard Webhooks by event source. */
  eventSecrets: ReadonlyMap<string, string>;
  /** Secrets of payment providers by `provider/creditor`. */
  paymentSecrets: ReadonlyMap<string, string>;
  /** Asked for their logs after a restore; the API sends nothing. */
  channels?: Readonly<Partial<Record<Channel, ChannelAdapter>>>;
  /** Null when Temporal answers, else why not, for /readyz. */
  temporal?(): Promise<string | null>;
  logger?: FastifyBaseLogger;
  /** Bounds of evidence files; domain/evidence.ts has the shipped ones. */
  evidence?: EvidenceBounds;
  /** How long a request may take to come in; limits.ts has the default. */
  patience?: Timeouts;
}

export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
/** One file per route: adds itself to the API. */
export type Route = (api: Api, deps: ApiDeps) => void;
