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
import { jointTerms } from '../../domain/joint-terms.ts';
import { differenceFrom } from '../../domain/law/content/detect.ts';
import type { Feature } from '../../domain/law/content/features.ts';
import { lintText } from '../../domain/law/content/lint.ts';
import { withoutValues } from '../../domain/law/content/values.ts';
import type { LetterFacts } from '../../domain/letter.ts';
import { type CallTime, type Permit, permitFor } from '../../domain/permit.ts';
import { type Rulebook, wholeLadder } from '../../domain/rules.ts';
import { findStep } from '../../domain/stage.ts';
import type { Instant } from '../../domain/time.ts';
import { letterFacts } from '../../stages/letter-facts.ts';
import type { Addressee } from './addressees.ts';
import { answersTold, ombudsmanOf } from './letter-answers.ts';

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
  const prepared = [
    ...groupBy(leaving, ({ effect }) =>
      groupOf(effect, preparation.facts.get(effect.accountId) as AccountFacts),
    ).values(),
  ].map((group) => prepareGroup(preparation, group));
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
  const written = writeMessage(preparation, channel, claimed);
  return 'why' in written ? blockText(preparation, group, written) : leave(group, { ...claimed, message: written });
}

function leave(group: readonly Judged[], claimed: Claimed): Prepared {
  const { token, dispatchId } = claimed;
  return { rows: group.map((judged) => ({ ...judged, token, dispatchId })), claims: [claimed] };
}

function makeClaimed(preparation: Preparation, group: readonly Judged[]): Claimed {
  const { effect: first } = group[0] as Judged;
  const effects = group.map(({ effect }) => effect);
  // A letter names the accounts in the order of the book, whichever was evaluated first.
  const accountIds = [...new Set(effects.map((effect) => effect.accountId))].sort();
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

/** Why a text is not sent: a stable code, and the words after "the text of stage/step". */
interface Unwritten {
  readonly code: 'text-failed' | 'text-differs' | 'text-forbidden';
  readonly why: string;
}
const FAILED: Unwritten = { code: 'text-failed', why: 'could not be written' };

/** Writes the text of the furthest step in the group, and judges it as it is written. */
function writeMessage(
  { rulebook, addressees, now }: Preparation,
  channel: WrittenChannel,
  { effects, facts }: Claimed,
): Message | Unwritten {
  const ladder = wholeLadder(rulebook);
  const furthest = furthestOf(ladder, effects);
  const to = addressees.get(channel)?.get(furthest.personId);
  const step = findStep(ladder, furthest);
  // A group has one person and one creditor, so one law holds for all its accounts.
  const { calendar } = rulebook.rulesFor(facts[0] as AccountFacts);
  try {
    if (!to || !step?.message) return FAILED;
    const { name, terms } = to.creditor;
    const letter = {
      ...letterFacts(to, facts, now, { calendar, terms: jointTerms(rulebook, facts) }),
      ...answersTold(rulebook, effects, facts, now),
      ombudsman: ombudsmanOf(facts[0] as AccountFacts, to.language),
    };
    const { subject, body } = step.message(letter, channel);
    const fault = faultOf([subject ?? '', body].join('\n'), letter, step.mentions?.[channel]);
    if (fault !== null) return fault;
    const from = { name, address: channel === 'email' ? terms.email : terms.phone };
    return { to: to.to, body, language: to.language, from, ...(subject === undefined ? {} : { subject }) };
  } catch {
    return FAILED;
  }
}

/** What a finished text says beside what its step declares, or must not say; null when it may leave. */
function faultOf(said: string, letter: LetterFacts, mentions: readonly Feature[] | undefined): Unwritten | null {
  const bare = withoutValues(said, letter);
  const difference = mentions === undefined ? null : differenceFrom(mentions, said, letter, bare);
  if (difference !== null) return { code: 'text-differs', why: difference };
  // Words of staff are a value of the letter, and must not be forbidden ones either.
  const reasons = letter.answers.map(({ closing }) => closing?.reason ?? '');
  const [first] = [bare, ...reasons].flatMap((text) => lintText(text, letter.language));
  return first === undefined ? null : { code: 'text-forbidden', why: `has a forbidden phrase (${first.kind})` };
}

/** A text that cannot be written, or must not be sent, blocks its effects: never silence, never half a message. */
function blockText(
  { rulebook, facts, now }: Preparation,
  group: readonly Judged[],
  { code, why }: Unwritten,
): Prepared {
  const rows = group.map(({ effect }) => {
    const words = `the text of ${effect.stage}/${effect.step} ${why}`;
    const account = facts.get(effect.accountId) as AccountFacts;
    const context = { facts: account, rules: rulebook.rulesFor(account), now };
    return withoutLease(blockedBy(effect, context, { policy: 'claim', code, words }));
  });
  return { rows, claims: [] };
}
