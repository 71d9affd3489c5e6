/** Prepares what may be sent: permit, lease and text of each message, file and folder. Tasks need none of them. */
import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { Message } from '../../channels/channel.ts';
import { effectHash, messageKey } from '../../db/effect-hash.ts';
import { type Channel, isWrittenChannel, type WrittenChannel } from '../../domain/channels.ts';
import { blockedBy, type DueEffect, furthestOf, groupOf, type Judged } from '../../domain/claim.ts';
import { keyOf } from '../../domain/effect-key.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import { type CallTime, type Permit, permitFor } from '../../domain/permit.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { findStep } from '../../domain/stage.ts';
import type { Instant } from '../../domain/time.ts';
import { letterFacts } from '../../stages/letter-facts.ts';
import type { Addressee } from './addressees.ts';

/** One message or file that may be sent now. */
export interface Claimed {
  dispatchId: string;
  key: string;
  /** Hashes of the effects. */
  covers: string[];
  token: string;
  /** Business time of the claim. */
  at: Instant;
  permit: Permit;
  channel: Channel;
  recipient: string | null;
  effects: DueEffect[];
  message?: Message;
  facts: AccountFacts[];
}

/** A judged effect with the lease and the dispatch that the claim gave it. Both are null when it is not sent. */
export interface JudgedRow extends Judged {
  readonly token: string | null;
  readonly dispatchId: string | null;
}

/** Persons who can be written to, by channel. */
export type Addressees = ReadonlyMap<WrittenChannel, ReadonlyMap<string, Addressee>>;

/** What all groups of a claim share. */
export interface Preparation extends CallTime {
  rulebook: Rulebook;
  facts: ReadonlyMap<string, AccountFacts>;
  addressees: Addressees;
}

interface Prepared {
  /** The effects to store. */
  rows: readonly JudgedRow[];
  /** What to send; a message or file may cover many effects. */
  claims: readonly Claimed[];
}

/** Prepares what may be sent, group by group. Effects held back are only stored. */
export function prepareClaims(preparation: Preparation, judged: readonly Judged[]): Prepared {
  const leaving = judged.filter(({ state }) => state === 'claimed');
  const held = judged.filter(({ state }) => state !== 'claimed');
  const prepared = [...groupBy(leaving, ({ effect }) => groupOf(effect)).values()].map((group) =>
    prepareGroup(preparation, group),
  );
  return {
    rows: [...held.map(withoutLease), ...prepared.flatMap(({ rows }) => rows)],
    claims: prepared.flatMap(({ claims }) => claims),
  };
}

const withoutLease = (judged: Judged): JudgedRow => ({ ...judged, token: null, dispatchId: null });

function prepareGroup(preparation: Preparation, group: readonly Judged[]): Prepared {
  const { channel, task } = (group[0] as Judged).effect;
  // A task counts as sent as soon as it exists.
  if (task !== null) return { rows: group.map((judged) => withoutLease({ ...judged, state: 'sent' })), claims: [] };
  const claimed = makeClaimed(preparation, group);
  if (!isWrittenChannel(channel)) return leave(group, claimed);
  const message = writeMessage(preparation, channel, claimed);
  return message === null ? blockText(preparation, group) : leave(group, { ...claimed, message });
}

function leave(group: readonly Judged[], claimed: Claimed): Prepared {
  const { token, dispatchId } = claimed;
  return { rows: group.map((judged) => ({ ...judged, token, dispatchId })), claims: [claimed] };
}

function makeClaimed(preparation: Preparation, group: readonly Judged[]): Claimed {
  const { effect: first } = group[0] as Judged;
  const effects = group.map(({ effect }) => effect);
  const accountIds = [...new Set(effects.map((effect) => effect.accountId))];
  const covers = effects.map((effect) => effectHash(effect.creditorId, effect.accountId, keyOf(effect))).sort();
  return {
    dispatchId: uuidv7(),
    key: messageKey(covers),
    covers,
    token: randomUUID(),
    at: preparation.now,
    permit: permitFor(group, preparation),
    channel: first.channel,
    recipient: first.recipient,
    effects,
    facts: accountIds.map((id) => preparation.facts.get(id) as AccountFacts),
  };
}

/** Writes the text of the furthest step in the group. Null when the step has no text or throws. */
function writeMessage(
  { rulebook, addressees, now }: Preparation,
  channel: WrittenChannel,
  { effects, facts }: Claimed,
): Message | null {
  // A group has one person and one creditor, so the rules of one account hold for all.
  const rules = rulebook.rulesFor(facts[0] as AccountFacts);
  const furthest = furthestOf(rules.ladder, effects);
  const to = addressees.get(channel)?.get(furthest.personId);
  const step = findStep(rules.ladder, furthest);
  try {
    if (!to || !step?.message) return null;
    const { name, terms } = to.creditor;
    const { subject, body } = step.message(letterFacts(to, facts, now, rules), channel);
    const from = { name, address: channel === 'email' ? terms.email : terms.phone };
    return { to: to.to, body, language: to.language, from, ...(subject === undefined ? {} : { subject }) };
  } catch {
    return null;
  }
}

/** A text that cannot be written blocks its effects: never silence, never half a message. */
function blockText({ rulebook, facts, now }: Preparation, group: readonly Judged[]): Prepared {
  const rows = group.map(({ effect }) => {
    const words = `the text of ${effect.stage}/${effect.step} could not be written`;
    const account = facts.get(effect.accountId) as AccountFacts;
    const context = { facts: account, rules: rulebook.rulesFor(account), now };
    return withoutLease(blockedBy(effect, context, { policy: 'claim', code: 'text-failed', words }));
  });
  return { rows, claims: [] };
}
