/**
 * The story of one account: why it stands where it does, what was done, what comes next and what would cancel it. Pure.
 */

import { BELOW_FLOOR, UNREACHABLE, WAITS_FOR_ALLOCATION, WAITS_FOR_DISPUTE } from './attention.ts';
import { chargesWords } from './care/stops.ts';
import type { PersonChannel } from './channels.ts';
import { openComplaints } from './complaints.ts';
import { agreementView } from './contracts/agreement.ts';
import { complaintViews } from './contracts/complaint-view.ts';
import { debitView } from './contracts/debit.ts';
import type { StoryView } from './contracts/story-view.ts';
import { type Decision, decide, evaluationMoment } from './decide.ts';
import { keyOf } from './effect-key.ts';
import { disputedWords, factWords } from './fact-words.ts';
import type { AccountFacts, KnownEffect } from './facts.ts';
import { answerDue } from './law/answer-clocks.ts';
import { limitationOf } from './limitation.ts';
import { toWire } from './money.ts';
import type { PlannedEffect } from './plan.ts';
import { lawOn, type Rules } from './rules.ts';
import { isOfLadder, type Ladder } from './stage.ts';
import { type Standing, standingOf } from './standing.ts';
import { addDays, DAY_MS, type Instant, localDate } from './time.ts';

/** The story of an account by its facts, without what is only stored beside them. */
type Story = Omit<StoryView, 'zone' | 'parties' | 'features' | 'restart' | 'classes' | 'strategy' | 'ahead'>;
type Done = Story['done'][number];
type Next = Story['next'][number];
type HeldBack = Story['heldBack'][number];

const iso = (at: Instant): string => new Date(at).toISOString();
const maybeIso = (at: Instant | null): string | null => (at === null ? null : iso(at));

/** An effect as people read it: `Reminder: email-4 by email`. */
export function nameOf(
  ladder: Ladder,
  effect: { stage: string; step: string; occurrence: number; channel: string | null },
): string {
  const title = ladder.find((stage) => stage.name === effect.stage)?.title.en ?? effect.stage;
  const number = effect.occurrence > 1 ? ` ${effect.occurrence}` : '';
  const by = effect.channel === null || effect.channel === 'desk' ? '' : ` by ${effect.channel}`;
  return `${title}: ${effect.step}${number}${by}`;
}

function doneEffect(ladder: Ladder, effect: KnownEffect): Done | null {
  const what = nameOf(ladder, effect);
  if (effect.state === 'sent') {
    const outcome =
      effect.bouncedAt !== null
        ? 'bounced'
        : effect.deliveredAt !== null
          ? 'delivered'
          : effect.doneAt !== null
            ? 'done'
            : 'sent';
    return { at: iso(effect.sentAt ?? effect.dueAt), what, outcome };
  }
  if (effect.state === 'unknown')
    return { at: iso(effect.sentAt ?? effect.dueAt), what, outcome: 'unknown: nobody knows whether it left' };
  if (effect.state === 'failed') return { at: iso(effect.dueAt), what, outcome: 'could not be sent' };
  if (effect.state === 'impossible')
    return { at: iso(effect.dueAt), what, outcome: 'impossible: no way to reach the person' };
  if (effect.state === 'given-up') return { at: iso(effect.dueAt), what, outcome: 'given up by a person' };
  return null;
}

function doneList(ladder: Ladder, facts: AccountFacts): Done[] {
  const told = [...facts.facts, ...facts.person.facts].map((fact) => ({
    at: iso(fact.occurredAt),
    ...factWords(fact, facts.currency, facts.creditor.zone),
  }));
  const sent = facts.effects.map((effect) => doneEffect(ladder, effect)).filter((item) => item !== null);
  return [...told, ...sent].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The facts that could change what comes, one at a time, as if each happened now. */
export function alternatives(
  facts: AccountFacts,
  asked: bigint,
  now: Instant,
): { name: string; facts: AccountFacts }[] {
  const today = localDate(now, facts.creditor.zone);
  const base = { id: 'as-if', occurredAt: now, version: facts.version + 1n, source: 'as-if', reference: null };
  const withFact = (fact: AccountFacts['facts'][number]): AccountFacts => ({ ...facts, facts: [...facts.facts, fact] });
  const withPerson = (fact: AccountFacts['person']['facts'][number]): AccountFacts => ({
    ...facts,
    person: { ...facts.person, facts: [...facts.person.facts, fact] },
  });
  const stop = (channel: PersonChannel) => ({
    name: `stop-${channel}`,
    facts: withPerson({ ...base, kind: 'stop', body: { channel } }),
  });
  return [
    {
      name: 'payment',
      facts: withFact({ ...base, kind: 'payment', body: { minor: asked, via: 'lender' } }),
    },
    {
      name: 'promise',
      facts: withFact({
        ...base,
        kind: 'promise',
        body: { parts: [{ on: addDays(today, 7), minor: asked }], by: 'debtor' },
      }),
    },
    { name: 'dispute', facts: withFact({ ...base, kind: 'dispute', body: { about: 'other' } }) },
    { name: 'hold', facts: withFact({ ...base, kind: 'hold', body: { until: addDays(today, 30), reason: 'as if' } }) },
    { name: 'hardship', facts: withPerson({ ...base, kind: 'hardship', body: {} }) },
    stop('email'),
    stop('sms'),
    stop('call'),
  ];
}

type Dated = Pick<PlannedEffect, 'channel' | 'dueAt'>;
/** Whether an effect would be gone, on another channel, or put off by more than a day. */
export const isMissed = (effect: Dated, there: Dated | undefined): boolean =>
  there === undefined || there.channel !== effect.channel || there.dueAt > effect.dueAt + DAY_MS;

/** Whether the effect would be refused or missed. */
function isCancelled(planned: PlannedEffect, other: Decision): boolean {
  const there = other.planned.find((candidate) => keyOf(candidate) === keyOf(planned));
  return there?.verdict === 'refuse' || there?.verdict === 'impossible' || isMissed(planned, there);
}

function nextList(rules: Rules, facts: AccountFacts, decision: Decision, asked: bigint, now: Instant): Next[] {
  const coming = decision.planned.filter((planned) => planned.verdict !== 'refuse' && planned.verdict !== 'impossible');
  const others =
    coming.length === 0
      ? []
      : alternatives(facts, asked, now).map(({ name, facts: changed }) => ({
          name,
          decision: decide(rules, changed, now),
        }));
  const planned = coming.map((planned) => ({
    at: iso(planned.dueAt),
    what: nameOf(rules.ladder, planned),
    cancelledBy: others.filter((other) => isCancelled(planned, other.decision)).map((other) => other.name),
  }));
  return [...planned, ...openingNext(rules.ladder, facts, decision, now)].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Stages in which days past due alone open nothing. */
const WAITING: readonly string[] = [BELOW_FLOOR, UNREACHABLE, WAITS_FOR_DISPUTE, WAITS_FOR_ALLOCATION];

/** The next stage by days past due that is not open yet. */
function openingNext(ladder: Ladder, facts: AccountFacts, decision: Decision, now: Instant): Next[] {
  const { oldest, dpd } = standingOf(facts, now);
  if (oldest === null || facts.closed || WAITING.includes(decision.stage)) return [];
  const open = new Set([decision.stage, ...decision.parallel]);
  const stage = ladder
    .filter((stage) => isOfLadder(stage) && stage.opensAt > dpd && !open.has(stage.name))
    .sort((a, b) => a.opensAt - b.opensAt)[0];
  if (!stage) return [];
  const calendar = stage.kind === 'contact' ? 'contacts' : 'creditor';
  const at = evaluationMoment(addDays(oldest, stage.opensAt), facts, calendar);
  return [
    { at: iso(at), what: `${stage.title.en} may open (earliest)`, cancelledBy: ['payment', 'dispute', 'hardship'] },
  ];
}

function blockedSteps(ladder: Ladder, decision: Decision): HeldBack[] {
  return decision.planned
    .filter((planned) => planned.held.length > 0)
    .map((planned) => ({
      what: nameOf(ladder, planned),
      because: planned.held.map((held) => held.words),
      liftedBy: [...new Set(planned.liftedBy)],
      until: planned.verdict === 'wait' ? iso(planned.dueAt) : null,
    }));
}

function limitationView(facts: AccountFacts, standing: Standing, now: Instant): Story['limitation'] {
  if (facts.closed || standing.cured) return null;
  const { unknown, ...limitation } = limitationOf(facts, standing, localDate(now, facts.creditor.zone));
  return { ...limitation, unknown: [...unknown] };
}

/** The story at `now`, by these facts; `name` is `creditor/number`, `stored` the answer of the last evaluation. */
export function accountStory(
  rules: Rules,
  facts: AccountFacts,
  now: Instant,
  name: string,
  stored: { stage: string; health: string },
): Story {
  const standing = standingOf(facts, now);
  const decision = decide(rules, facts, now);
  const money = (minor: bigint) => toWire({ currency: facts.currency, minor });
  const evaluated = stored.stage !== 'new';
  return {
    account: name,
    stage: evaluated ? stored.stage : decision.stage,
    parallel: [...decision.parallel],
    health: evaluated ? stored.health : 'waiting',
    overdue: money(standing.overdue),
    balance: money(standing.balance),
    dpd: standing.dpd,
    why: [
      ...decision.why.map((reason) => reason.words),
      ...[chargesWords(standing.care)].flatMap((words) => words ?? []),
    ],
    done: doneList(rules.ladder, facts),
    next: nextList(rules, facts, decision, standing.asked, now),
    waits: decision.waits
      ? { ...decision.waits, because: [...decision.waits.because], until: maybeIso(decision.waits.until) }
      : null,
    heldBack: blockedSteps(rules.ladder, decision),
    disputes: (standing.disputed?.disputes ?? []).map(({ id, about, since, ...part }) => ({
      dispute: id,
      what: disputedWords(part, facts.currency),
      about,
      since: iso(since),
      answerBy: answerDue(rules.packs, 'dispute', localDate(since, facts.creditor.zone)),
    })),
    complaints: complaintViews(openComplaints(facts.person.facts), { packs: rules.packs, creditor: facts.creditor }),
    plans: standing.agreements.map((agreement) => {
      const { text: _, ...view } = agreementView(name, facts.currency, agreement);
      return view;
    }),
    debits: standing.debits.all.map((debit) => debitView(debit, facts.currency)),
    promises: standing.promises.map(({ state, until, parts }) => ({
      state,
      until,
      parts: parts.map((part) => ({ on: part.on, amount: money(part.minor) })),
    })),
    law: lawOn(rules, localDate(now, facts.person.zone)).split(' '),
    placedWith: facts.placements.find((placement) => placement.state !== 'ended')?.agency ?? null,
    limitation: limitationView(facts, standing, now),
  };
}
