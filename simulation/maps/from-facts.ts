/** Rows of accounts as they stand, from what was read of them. */

import { isTaskChannel } from '../../domain/channels.ts';
import { decide } from '../../domain/decide.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { isClaimable } from '../../domain/effects.ts';
import type { AccountFacts, KnownEffect } from '../../domain/facts.ts';
import type { PastContact } from '../../domain/past-contact.ts';
import type { PlannedEffect } from '../../domain/plan.ts';
import type { Rulebook, Rules } from '../../domain/rules.ts';
import { findStep, type Ladder } from '../../domain/stage.ts';
import { standingOf } from '../../domain/standing.ts';
import type { Follower } from '../../domain/strategy/decide-following.ts';
import type { Instant } from '../../domain/time.ts';
import { type AccountRow, type EffectRow, newAccount, newPerson, type PersonRow, type TaskRow } from './book.ts';

/** What was read of an account. */
export interface StoredAccount {
  readonly facts: AccountFacts;
  /**
   * Its next evaluation as stored; a moment that is not later than now where a fact is newer than the last evaluation.
   */
  readonly nextEvaluationAt: Instant | null;
  /** Of an account that follows a strategy, or moves to one. */
  readonly follower?: Follower | undefined;
}

/** The rows of all accounts of one person. A claim under way counts as not begun: it is claimed again, as due. */
export function rowsFrom(stored: readonly StoredAccount[], rulebook: Rulebook, now: Instant): AccountRow[] {
  const accounts = stored.map(({ facts }) => facts);
  const [first] = accounts;
  if (first === undefined) return [];
  const person = personFrom(accounts, first);
  return stored.map((account) => accountFrom(account, person, rulebook.rulesFor(account.facts), now));
}

function personFrom(accounts: readonly AccountFacts[], { person, contacts }: AccountFacts): PersonRow {
  const begun = new Set(accounts.flatMap(({ accountId, effects }) => claimedKeys(accountId, effects)));
  const isUnderWay = ({ covers = [] }: PastContact): boolean =>
    covers.length > 0 && covers.every(({ accountId, stage, step }) => begun.has(`${accountId} ${stage}/${step}`));
  return {
    ...newPerson({ ...person, points: [...person.points] }),
    facts: person.facts,
    hasAddress: person.hasAddress,
    earlier: contacts.filter((contact) => !isUnderWay(contact)),
    earlierFacts: new Set(accounts.flatMap(({ facts }) => facts.map(({ id }) => id))),
  };
}
const claimedKeys = (accountId: string, effects: readonly KnownEffect[]): string[] =>
  effects.flatMap(({ state, stage, step }) => (state === 'claimed' ? [`${accountId} ${stage}/${step}`] : []));

function accountFrom(
  { facts, nextEvaluationAt, follower }: StoredAccount,
  person: PersonRow,
  rules: Rules,
  now: Instant,
): AccountRow {
  const { grace, currency, bookPayment, lastContactOn, owner, ownerChangedAt, contractDate, hasStatement } = facts;
  const { reachedStage, notifiedOn, arrival } = facts;
  const { position } = standingOf(facts, now);
  const account: AccountRow = {
    ...newAccount({
      id: facts.accountId,
      ...{ number: facts.number, creditor: facts.creditor, person, product: facts.product },
      ...{
        bureauConsent: facts.bureauConsent,
        strategy: facts.strategy,
        ...strategyStateOf(follower),
        opening: facts.opening,
        nextEvaluationAt,
      },
      given: {
        ...{ grace, currency, bookPayment, lastContactOn, owner, ownerChangedAt, contractDate, hasStatement },
        ...{ reachedStage, notifiedOn, arrival },
      },
    }),
    ...{ closed: facts.closed, started: true, version: facts.version, evaluatedVersion: facts.version },
    ...{ balance: position.balance, dues: [...position.open], facts: facts.facts, courtCase: facts.courtCase },
    placements: facts.placements.map((placement) => ({ ...placement })),
    episodes: facts.episode === null ? [] : [{ ...facts.episode }],
  };
  const { stage, parallel, why, planned } = decide(rules, facts, now);
  const byKey = new Map(planned.map((effect) => [keyOf(effect), effect]));
  for (const effect of facts.effects) account.effects.push(effectFrom(effect, account, byKey, rules.ladder));
  if (nextEvaluationAt === null) awaitLast(account.effects);
  return Object.assign(account, { stage, parallel, why });
}

const strategyStateOf = (follower: Follower | undefined) =>
  follower === undefined ? {} : { classes: follower.classes, move: follower.move };

/** Where no date wakes the account, the end of its last effect does (`decide`). */
function awaitLast(effects: readonly EffectRow[]): void {
  let last: EffectRow | null = null;
  for (const effect of effects)
    if (isClaimable(effect.state) && (last === null || effect.dueAt > last.dueAt)) last = effect;
  if (last !== null) last.awaited = true;
}

/** What is not stored with the facts of an effect is taken from a decision on the same facts. */
function effectFrom(
  known: KnownEffect,
  account: AccountRow,
  byKey: ReadonlyMap<string, PlannedEffect>,
  ladder: Ladder,
): EffectRow {
  const { creditor, person } = account;
  const planned = byKey.get(keyOf(known));
  const step = findStep(ladder, known);
  const state = known.state === 'claimed' ? 'planned' : known.state;
  const task = isTaskChannel(known.channel) ? (step?.task ?? known.step) : null;
  const effect: EffectRow = {
    ...{ ...known, state },
    ...{ account, creditorId: creditor.id, accountId: account.id, personId: person.id },
    ...{ task, whenSent: step?.whenSent ?? null, held: planned?.held ?? [] },
    ...{ awaited: false, blocked: false, token: null },
    ...{ leaseUntil: null, calling: false, dispatch: null, queuedAt: null, askAt: null, asks: 0 },
    ...{ settledAt: null, claimedAt: null, path: [state], permits: [], asked: null },
  };
  if (task !== null && state === 'sent' && known.doneAt === null) effect.asked = openTaskOf(effect, task);
  return effect;
}

function openTaskOf(effect: EffectRow, kind: string): TaskRow {
  const { account, sentAt, dueAt } = effect;
  const opened = { no: 0, kind, state: 'open' as const, account, person: account.person, effect };
  const task: TaskRow = { ...opened, openedAt: sentAt ?? dueAt };
  account.person.openTasks.add(task);
  return task;
}
