/** A policy is one reason to hold back. It answers for one intent; the fold in domain/gate.ts keeps all reasons. */
import type { Channel, Purpose } from '../channels.ts';
import type { FactKind } from '../facts.ts';
import type { Reason, Situation } from '../stage.ts';
import type { Instant } from '../time.ts';

/** What somebody wants to do to or about an account. */
export interface Intent {
  stage: string;
  step: string;
  channel: Channel;
  purpose: Purpose;
  /** True for the steps of an escalation stage: agency, bureau, court. */
  escalated: boolean;
  /** When it is meant to happen; policies judge that moment. */
  at: Instant;
}

export type Verdict =
  | { kind: 'wait'; until: Instant; reason: Reason }
  /** `liftedBy`: the facts that would lift it. */
  | { kind: 'refuse'; liftedBy: readonly FactKind[]; reason: Reason };

export interface Policy {
  name: string;
  /** What `explain` and the demo call it. */
  title: string;
  /** How many days of past contacts it reads, today among them; none when left out. So many are loaded. */
  contactDays?: number;
  /** null = allow. Must not read a clock. */
  judge(situation: Situation, intent: Intent): Verdict | null;
}
