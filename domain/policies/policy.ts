/** A policy is one reason to hold back. It judges one intent; the gate (domain/gate.ts) keeps all reasons. */
import type { Channel, Purpose } from '../channels.ts';
import type { FactKind } from '../facts.ts';
import type { Actor, Addressee } from '../law/case.ts';
import type { Reason, Situation } from '../stage.ts';
import type { Instant } from '../time.ts';

/** What a step wants to do to or about an account. */
export interface Intent {
  stage: string;
  step: string;
  channel: Channel;
  purpose: Purpose;
  /** Id of the contact point that it will use; null or left out: not chosen yet. */
  point?: string | null;
  /** The notice that it gives, as the rules of law name it; left out for all else. */
  notice?: string | undefined;
  /** Who is addressed: the debtor when left out. */
  addressee?: Addressee;
  /** Who acts: the creditor of the account when left out. */
  actor?: Actor;
  /** Whether it is a step of an escalation stage: agency, bureau, court. */
  escalated: boolean;
  /** When it is meant to happen; policies judge that moment. */
  at: Instant;
}

/** Wait until a time, or refuse until a fact. */
export type Verdict =
  | { kind: 'wait'; until: Instant; reason: Reason }
  /** `liftedBy`: the facts that would lift it. */
  | { kind: 'refuse'; liftedBy: readonly FactKind[]; reason: Reason };

/** One policy, as a value. */
export interface Policy {
  name: string;
  /** Its name in `explain` and the demo. */
  title: string;
  /** Days of past contacts that it reads, today included; none when left out. The facts are loaded accordingly. */
  contactDays?: number;
  /** null = allow. Must not read a clock. */
  judge(situation: Situation, intent: Intent): Verdict | null;
}
