/**
 * The simulated provider: its own log of what it accepted, when, and for which effects. The product cannot write to it.
 */
import type { Channel } from '../../domain/channels.ts';
import type { Instant } from '../../domain/time.ts';
import type { ClaimedRow } from '../../simulation/maps/claim.ts';

export interface Acceptance {
  at: Instant;
  channel: Channel;
  key: string;
  claimed: ClaimedRow;
}

export class SimulatedProvider {
  readonly log: Acceptance[] = [];
  private readonly keys = new Set<string>();
  /** How often each effect was accepted. */
  readonly times = new Map<string, number>();
  duplicates = 0;

  constructor(private readonly heard: (acceptance: Acceptance) => void) {}

  /** Accepts a message. With `once`, a known name changes nothing, as for files. */
  accept(claimed: ClaimedRow, at: Instant, once: boolean): void {
    const known = this.keys.has(`${claimed.channel} ${claimed.key}`);
    if (known && once) return;
    this.keys.add(`${claimed.channel} ${claimed.key}`);
    const acceptance = { at, channel: claimed.channel, key: claimed.key, claimed };
    this.log.push(acceptance);
    for (const effect of claimed.effects) {
      const times = (this.times.get(effect.id) ?? 0) + 1;
      this.times.set(effect.id, times);
      if (times > 1) this.duplicates += 1;
    }
    this.heard(acceptance);
  }
  has(channel: Channel, key: string): boolean {
    return this.keys.has(`${channel} ${key}`);
  }
}
