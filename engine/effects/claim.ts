/**
 * The claim: one transaction locks the persons, decides again on the facts it just read, gathers what goes together, writes permit, text and lease.
 * No claim, no call.
 */

import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Message } from '../../channels/channel.ts';
import { effectHash, messageKey } from '../../db/effect-hash.ts';
import type { SeenMark } from '../../db/epoch.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { lockPersons } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { keyOf } from '../../domain/effect-key.ts';
import type { AccountFacts, PastContact } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import { type Permit, permitFor } from '../../domain/permit.ts';
import { countsForCaps } from '../../domain/policies/contact-caps.ts';
import { contactDays, type Rulebook } from '../../domain/rules.ts';
import type { Ladder } from '../../domain/stage.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { letterFacts } from '../../stages/letter-facts.ts';
import { type NewMessageBody, storeMessageBodies } from '../persons/message-bodies.ts';
import { excludeAccepted } from '../restore/reconcile.ts';
import { type Addressee, readAddressees } from './addressees.ts';
import { type DueEffect, type Judged, lockDue, personsOf, storeClaim } from './gather-due.ts';
import { blockedBy, judge, plannedByKey } from './judge.ts';
import { openTasks } from './open-tasks.ts';

export interface ClaimDeps {
  db: Kysely<Database>;
  rulebook: Rulebook;
  now(): Promise<Instant>;
  leaseSeconds: number;
  /** A simulated clock may jump, so that only the lease bounds the call. */
  simulated: boolean;
  /** What this process has seen of its database: nothing is claimed in an older one. */
  seen?(): SeenMark | null;
  /** The longest a call of the channel may take. */
  slowestCallMs?(channel: DueEffect['channel']): number;
}
/** One message or file that may leave now. */
export interface Claimed {
  dispatchId: string;
  key: string;
  /** Hashes of the effects. */
  covers: string[];
  token: string;
  permit: Permit;
  channel: DueEffect['channel'];
  recipient: string | null;
  effects: DueEffect[];
  message?: Message;
  facts: AccountFacts[];
}

/** Judges the effects named (and what goes with them). Returns what may leave; everything else is written down and done with. */
export async function claim(deps: ClaimDeps, effectIds: readonly string[]): Promise<Claimed[]> {
  const started = performance.now();
  const now = await deps.now();
  return inTransaction(deps.db, async (trx) => {
    const persons = await personsOf(trx, effectIds, now);
    await lockPersons(trx, persons);
    const locked = await lockDue(trx, effectIds, persons, now, deps.seen?.() ?? null);
    const due = await excludeAccepted(trx, locked, { now, rulebook: deps.rulebook });
    if (due.length === 0) return [];
    const facts = await loadFacts(
      trx,
      [...new Set(due.map((effect) => effect.accountId))],
      now,
      contactDays(deps.rulebook),
    );
    const judged = judgeAll(deps, inOrder(due, facts), facts, now);
    const claimed = await prepare(trx, deps, judged, facts, now, started);
    await storeClaim(trx, judged, now, deps.leaseSeconds);
    await openTasks(trx, judged, now);
    return claimed;
  });
}

/** By account and key: where a cap lets only some go, it is the same ones whichever job came first. */
function inOrder(due: readonly DueEffect[], facts: ReadonlyMap<string, AccountFacts>): DueEffect[] {
  const order = (a: DueEffect, b: DueEffect): number =>
    compare(facts.get(a.accountId)?.number ?? '', facts.get(b.accountId)?.number ?? '') ||
    a.episode - b.episode ||
    compare(`${a.stage}/${a.step}`, `${b.stage}/${b.step}`) ||
    a.occurrence - b.occurrence;
  return [...due].sort(order);
}
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One after another: what this claim lets go to a person counts for the caps of what follows, as if it had been claimed before. */
function judgeAll(
  deps: ClaimDeps,
  due: readonly DueEffect[],
  facts: ReadonlyMap<string, AccountFacts>,
  now: Instant,
): Judged[] {
  const answers = new Map<string, ReturnType<typeof plannedByKey> | null>();
  const gone = new Map<string, Map<string, PastContact>>();
  return due.map((effect) => {
    const account = facts.get(effect.accountId) as AccountFacts;
    const context = { facts: account, rules: deps.rulebook.rulesFor(account), now };
    const group = groupOf(effect);
    const others = [...(gone.get(effect.personId) ?? [])]
      .filter(([name]) => name !== group)
      .map(([, contact]) => contact);
    const key = `${effect.accountId} ${others.length} ${gone.get(effect.personId)?.has(group) ?? false}`;
    const planned = answers.has(key)
      ? answers.get(key)
      : decideOne(deps, { ...account, contacts: [...account.contacts, ...others] }, now);
    answers.set(key, planned ?? null);
    if (!planned) return blockedBy(effect, context, 'decide-failed', 'the rules of the ladder failed');
    const judged = judge(effect, planned.get(keyOf(effect)), context, deps.slowestCallMs?.(effect.channel));
    if (judged.state === 'claimed' && countsForCaps(effect)) {
      const contacts = gone.get(effect.personId) ?? new Map<string, PastContact>();
      const contact = { at: now, channel: effect.channel, accountId: account.accountId, purpose: effect.purpose };
      gone.set(effect.personId, contacts.set(group, contact));
    }
    return judged;
  });
}

/** null when the ladder throws: one account never holds up those that would leave with it. */
function decideOne(deps: ClaimDeps, facts: AccountFacts, now: Instant): ReturnType<typeof plannedByKey> | null {
  try {
    return plannedByKey(deps.rulebook.rulesFor(facts), facts, now);
  } catch {
    return null;
  }
}

/** Groups what may leave: one message a person, one file an organisation, one folder an account; tasks are theirs alone. */
async function prepare(
  trx: Transaction<Database>,
  deps: ClaimDeps,
  judged: Judged[],
  facts: ReadonlyMap<string, AccountFacts>,
  now: Instant,
  started: number,
): Promise<Claimed[]> {
  const groups = groupBy(
    judged.filter((judged) => judged.state === 'claimed'),
    (judged) => groupOf(judged.effect),
  );
  const claimed: Claimed[] = [];
  const addressees = new Map<string, Map<string, Addressee>>();
  for (const group of groups.values()) {
    const { channel, task } = (group[0] as Judged).effect;
    if (task !== null) {
      for (const judged of group) judged.state = 'sent';
      continue;
    }
    const accounts = [...new Set(group.map((judged) => judged.effect.accountId))].map(
      (id) => facts.get(id) as AccountFacts,
    );
    const ready = makeClaimed(group, accounts, { started, now, deps });
    if (channel === 'email' || channel === 'sms') {
      const known =
        addressees.get(channel) ??
        (await readAddressees(
          trx,
          judged.map((judged) => judged.effect.personId),
          channel,
        ));
      addressees.set(channel, known);
      const message = writeMessage(deps, group, accounts, known, channel, now);
      if (message === null) continue;
      ready.message = message;
    }
    claimed.push(ready);
  }
  await storeDispatches(trx, claimed, now);
  return claimed;
}

/** Only demands share a message; a notice stands alone with its like. */
function groupOf({
  creditorId,
  channel,
  personId,
  recipient,
  purpose,
  stage,
  step,
  task,
  id,
  accountId,
}: DueEffect): string {
  if (task !== null) return id;
  if (channel === 'agency' || channel === 'bureau') return [creditorId, channel, recipient, step].join('/');
  if (channel === 'court') return [accountId, step].join('/');
  return [creditorId, channel, personId, purpose === 'demand' ? 'demand' : `${stage}/${step}`].join('/');
}

function makeClaimed(
  group: Judged[],
  facts: AccountFacts[],
  at: { started: number; now: Instant; deps: ClaimDeps },
): Claimed {
  const first = group[0] as Judged;
  const token = randomUUID();
  const dispatchId = uuidv7();
  for (const judged of group) Object.assign(judged, { token, dispatchId });
  const covers = group.map(({ effect }) => effectHash(effect.creditorId, effect.accountId, keyOf(effect))).sort();
  const { started, now, deps } = at;
  const { leaseSeconds, simulated } = deps;
  const permit = permitFor(group, { started, now, leaseSeconds, simulated });
  return {
    dispatchId,
    key: messageKey(covers),
    covers,
    token,
    permit,
    channel: first.effect.channel,
    recipient: first.effect.recipient,
    effects: group.map((judged) => judged.effect),
    facts,
  };
}

/** Renders the text of the furthest step among those that go together. A text that throws blocks its effects: never silence, never half a message. */
function writeMessage(
  deps: ClaimDeps,
  group: Judged[],
  accounts: AccountFacts[],
  addressees: ReadonlyMap<string, Addressee>,
  channel: WrittenChannel,
  now: Instant,
): Message | null {
  // What goes together is of one person and creditor: the rules of one account hold for all.
  const rules = deps.rulebook.rulesFor(accounts[0] as AccountFacts);
  const order = (judged: Judged) => placeOf(rules.ladder, judged.effect);
  const furthest = [...group].sort((a, b) => order(b) - order(a))[0] as Judged;
  const to = addressees.get(furthest.effect.personId);
  const step = rules.ladder
    .find((stage) => stage.name === furthest.effect.stage)
    ?.steps.find((step) => step.name === furthest.effect.step);
  try {
    if (!to || !step?.message) throw new Error('no address or no text');
    const { subject, body } = step.message(letterFacts(to, accounts, now, rules), channel);
    const from = {
      name: to.creditor.name,
      address: channel === 'email' ? to.creditor.terms.email : to.creditor.terms.phone,
    };
    return { to: to.to, body, language: to.language, from, ...(subject === undefined ? {} : { subject }) };
  } catch {
    for (const judged of group) {
      const facts = accounts.find(({ accountId }) => accountId === judged.effect.accountId) as AccountFacts;
      Object.assign(
        judged,
        blockedBy(
          judged.effect,
          { facts, rules, now },
          'text-failed',
          `the text of ${judged.effect.stage}/${judged.effect.step} could not be written`,
        ),
      );
    }
    return null;
  }
}

/** Grows along the ladder and within each stage. */
function placeOf(ladder: Ladder, { stage, step }: DueEffect): number {
  const index = ladder.findIndex(({ name }) => name === stage);
  return index * 100 + (ladder[index]?.steps.findIndex(({ name }) => name === step) ?? 0);
}

async function storeDispatches(trx: Transaction<Database>, claimed: readonly Claimed[], now: Instant): Promise<void> {
  if (claimed.length === 0) return;
  const rows = claimed.map(({ dispatchId, channel, recipient, key, effects, facts }) => {
    const first = effects[0] as DueEffect;
    return {
      id: dispatchId,
      creditor_id: first.creditorId,
      channel,
      recipient: recipient ?? first.personId,
      key,
      kind: `${first.stage}/${first.step}`,
      business_date: localDate(now, (facts[0] as AccountFacts).creditor.zone),
      sequence: first.attempt,
    };
  });
  await sql`
    insert into dispatch (id, creditor_id, channel, recipient, key, kind, business_date, created_at, sequence)
    select id, creditor_id, channel, recipient, key, kind, business_date, ${new Date(now)}, sequence
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
      id uuid, creditor_id uuid, channel text, recipient text, key text, kind text, business_date date, sequence int)`.execute(
    trx,
  );
  await storeMessageBodies(trx, claimed.flatMap(bodyOf));
}

/** The message of a claim as it is kept; nothing for a file or a folder. */
function bodyOf({ dispatchId, channel, effects, message }: Claimed): NewMessageBody[] {
  if (message === undefined || (channel !== 'email' && channel !== 'sms')) return [];
  const { creditorId, personId } = effects[0] as DueEffect;
  const { to, subject = null, body } = message;
  return [{ dispatchId, creditorId, personId, channel, to, subject, body }];
}
