/** An act upon the engine: when it happens, and who answers for it. */
import type { Instant } from './time.ts';

/** A person by name; or a system by the name of what it speaks as (an event's source, a file's sender). */
export interface Actor {
  kind: 'person' | 'system';
  name: string;
}

/** Every write that comes from outside carries one. */
export interface Act {
  /** Business time. */
  now: Instant;
  actor: Actor;
}

export const byPerson = (name: string, now: Instant): Act => ({ now, actor: { kind: 'person', name } });
export const bySystem = (name: string, now: Instant): Act => ({ now, actor: { kind: 'system', name } });

/** The person's name; null for a system. */
export const personOf = ({ actor }: Act): string | null => (actor.kind === 'person' ? actor.name : null);
