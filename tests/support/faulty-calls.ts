/**
 * Counts the calls that leave a transaction's boundary (a commit, a single statement, a send, a question, a job, a nudge) and lets one of them fail before it
 * is made, after it was made, or be made twice.
 */
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { ChannelAdapter } from '../../channels/channel.ts';
import { openDatabase } from '../../db/database.ts';
import type { Database } from '../../db/schema.ts';

export const FAULTS = ['before', 'after', 'twice'] as const;
export type Fault = (typeof FAULTS)[number];

/** What the caller sees of a call that failed; whether it was made it cannot know. */
export class CallFailed extends Error {}

export class FaultyCalls {
  /** Calls made so far, by name, in order. */
  readonly calls: string[] = [];
  /** Set when a call of the database or a send is to be made twice: whoever drives repeats the whole step, as a duplicated job does. */
  repeatStep = false;
  constructor(private readonly armed?: { call: number; fault: Fault }) {}

  /** Makes a call that has a name, or does not. */
  async make<T>(name: string, act: () => Promise<T>): Promise<T> {
    this.calls.push(name);
    const fault = this.armed?.call === this.calls.length ? this.armed.fault : null;
    if (fault === 'before') throw new CallFailed(`${name} was not made`);
    if (fault === 'twice' && (name === 'commit' || name === 'statement' || name === 'send')) this.repeatStep = true;
    else if (fault === 'twice') await act();
    const result = await act();
    if (fault === 'after') throw new CallFailed(`the answer of ${name} was lost`);
    return result;
  }

  /** The same database, over connections whose commits and single statements are calls. */
  database(pool: pg.Pool): { pool: pg.Pool; db: Kysely<Database> } {
    const faulty = new Proxy(pool, {
      get: (target, key) => {
        if (key === 'connect') return async () => this.client(await target.connect());
        const value = Reflect.get(target, key) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return { pool: faulty, db: openDatabase(faulty) };
  }

  /** A connection on which a call failed is broken, and the server ends what it held. */
  private client(client: pg.PoolClient): pg.PoolClient {
    let within = false;
    let broken = false;
    const call = (name: string, run: () => Promise<unknown>) =>
      this.make(name, run).catch((error: unknown) => {
        broken = error instanceof CallFailed;
        throw error;
      });
    const query = (...given: unknown[]): unknown => {
      const text = typeof given[0] === 'string' ? given[0] : ((given[0] as { text?: string } | undefined)?.text ?? '');
      const run = () => Reflect.apply(client.query, client, given) as Promise<unknown>;
      if (broken) return Promise.reject(new CallFailed('the connection is broken'));
      if (/^\s*(begin|start transaction)/i.test(text)) {
        within = true;
        return run();
      }
      if (/^\s*rollback/i.test(text)) {
        within = false;
        return run();
      }
      if (/^\s*commit/i.test(text)) {
        within = false;
        return call('commit', run);
      }
      return within ? run() : call('statement', run);
    };
    return new Proxy(client, {
      get: (target, key) => {
        if (key === 'query') return query;
        if (key === 'release') return (error?: Error | boolean) => target.release(broken ? true : error);
        const value = Reflect.get(target, key) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  /** The same channel. */
  channel(adapter: ChannelAdapter): ChannelAdapter {
    return {
      ...adapter,
      id: adapter.id,
      policy: adapter.policy,
      slowestCallMs: adapter.slowestCallMs,
      send: (permit, outgoing) => this.make('send', () => adapter.send(permit, outgoing)),
      ask: (key) => this.make('ask', () => adapter.ask(key)),
    };
  }
}
