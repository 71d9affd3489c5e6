/**
 * Counts calls that cross a transaction's boundary (commit, single statement, send, question, job, nudge). One chosen
 * call fails before it is made, fails after it was made, or is made twice.
 */
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { ChannelAdapter } from '../../channels/channel.ts';
import { openDatabase } from '../../db/database.ts';
import type { Database } from '../../db/schema.ts';

export const FAULTS = ['before', 'after', 'twice'] as const;
export type Fault = (typeof FAULTS)[number];

/** A failed call as the caller sees it. The caller cannot know whether the call was made. */
export class CallFailed extends Error {}

export class FaultyCalls {
  /** Names of the calls made so far, in order. */
  readonly calls: string[] = [];
  /**
   * Set if a database call or a send is to be made twice. The driver then repeats the whole step, as a duplicated job
   * would.
   */
  repeatStep = false;
  constructor(private readonly armed?: { call: number; fault: Fault }) {}

  /** Makes a named call, unless it is the one that must fail before it. */
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

  /** The same database over connections whose commits and single statements are counted calls. */
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

  /** After a failed call the connection is broken, and the server ends its transaction. */
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

  /** The same channel with counted calls. */
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
