/**
 * A provider that accepts everything, answers questions, and keeps a log of its own. The tests trust this log, not our
 * rows.
 */
import type { ChannelAdapter, Outgoing, SendResult } from '../../channels/channel.ts';
import type { Permit } from '../../domain/permit.ts';

export interface Acceptance {
  lane: string;
  key: string;
  covers: readonly string[];
  effect: string;
  factsVersion: bigint;
}

export class HonestProvider {
  readonly accepted: Acceptance[] = [];
  private readonly keys = new Set<string>();

  /** One lane. An unasked lane accepts messages but answers no questions. */
  lane(name: string, unasked: boolean | undefined): ChannelAdapter {
    return {
      id: name,
      policy: 'at-most-once',
      slowestCallMs: 0,
      ...(unasked ? { unasked: true as const } : {}),
      send: async (permit, outgoing) => this.accept(name, permit, outgoing),
      ask: async (key) => (unasked ? 'cannot-tell' : this.keys.has(`${name} ${key}`) ? 'sent' : 'not-sent'),
    };
  }

  private accept(lane: string, permit: Permit, { key, covers }: Outgoing): SendResult {
    if (performance.now() > permit.notAfterMonotonic) return { kind: 'not-sent', reason: 'the permit had passed' };
    this.accepted.push({ lane, key, covers, effect: permit.effectId, factsVersion: permit.factsVersion });
    this.keys.add(`${lane} ${key}`);
    return { kind: 'sent', reference: key };
  }

  /** Hashes of effects that were accepted more than once. */
  twice(): string[] {
    const all = this.accepted.flatMap((acceptance) => acceptance.covers);
    return all.filter((hash, at) => all.indexOf(hash) !== at);
  }
}
