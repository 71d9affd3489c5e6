/** An act on the engine: when it happens, and who answers for it. */
import type { Instant } from './time.ts';

/** A person by name, or a system by the name it signs with (an event's source, a file's sender). */
interface Actor {
  kind: 'person' | 'system';
  name: string;
}

/** What every write from outside carries. */
export interface Act {
  /** Business time. */
  now: Instant;
  actor: Actor;
}

/** An act at `now` by the person of this name. */
export const byPerson = (name: string, now: Instant): Act => ({ now, actor: { kind: 'person', name } });
/** An act at `now` by the system of this name. */
export const bySystem = (name: string, now: Instant): Act => ({ now, actor: { kind: 'system', name } });

/** The person's name; null for a system. */
export const personOf = ({ actor }: Act): string | null => (actor.kind === 'person' ? actor.name : null);

/** Whether two names are of one person: who proposed something never approves it. */
export const isSamePerson = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
