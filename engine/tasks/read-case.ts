/** Where the account of a task stands, for whoever does it. No personal values. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { openComplaints, partyWords } from '../../domain/complaints.ts';
import { wireAmount, wireMoment } from '../../domain/contracts/answer.ts';
import type { CaseView } from '../../domain/contracts/work.ts';
import { openDisputes } from '../../domain/disputes.ts';
import { disputedWords, showRepresentative } from '../../domain/fact-words.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { showAmount } from '../../domain/money.ts';
import type { PromiseState } from '../../domain/promises.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { type Standing, standingOf } from '../../domain/standing.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { loadMadeContacts } from './judge-calls.ts';

/** Contacts that are shown. */
const LAST_CONTACTS = 5;
const SHOWN: ReadonlySet<PromiseState['state']> = new Set(['running', 'in-review', 'broken']);

/** The account of a task; null when it is about none. */
export async function readCase(
  db: Kysely<Database>,
  rulebook: Rulebook,
  no: bigint,
  now: Instant,
): Promise<CaseView | null> {
  const task = await db.selectFrom('task').select('account_id').where('no', '=', no).executeTakeFirst();
  const id = task?.account_id ?? null;
  const facts = id === null ? undefined : (await loadMadeContacts(db, rulebook, [id], now)).get(id);
  return facts === undefined ? null : caseOfAccount(facts, now);
}

/** Where an account stands at `now`. */
export function caseOfAccount(facts: AccountFacts, now: Instant): CaseView {
  const { currency, creditor, person, contacts, number } = facts;
  const standing = standingOf(facts, now);
  const money = (minor: bigint) => wireAmount(currency, minor);
  return {
    account: `${creditor.code}/${number}`,
    balance: money(standing.balance),
    overdue: money(standing.overdue),
    asked: money(standing.asked),
    dpd: standing.dpd,
    contacts: contacts
      .slice(-LAST_CONTACTS)
      .reverse()
      .map(({ at, channel, purpose, direction = 'out', outcome = null }) => ({
        at: wireMoment(at),
        channel,
        purpose,
        direction,
        outcome,
      })),
    promises: standing.promises
      .filter(({ state }) => SHOWN.has(state))
      .map((promise) => promiseWords(promise, currency)),
    disputes: openDisputes(facts.facts).map(({ dues, minor, about, since }) => {
      const part = { ...(dues === null ? {} : { dues: [...dues] }), ...(minor === null ? {} : { minor }) };
      return `${disputedWords(part, currency)} (${about}) since ${localDate(since, creditor.zone)}`;
    }),
    complaints: openComplaints(person.facts).map(
      (complaint) =>
        `${complaint.cause}, against ${partyWords(complaint)}, since ${localDate(complaint.receivedAt, creditor.zone)}`,
    ),
    care: careWords(standing),
  };
}

function promiseWords({ parts, state, until }: PromiseState, currency: string): string {
  const amounts = parts.map(({ on, minor }) => `${showAmount(minor, currency)} on ${on}`).join(', ');
  return state === 'broken' ? `${amounts}: broken, last day ${until}` : `${amounts}: ${state} until ${until}`;
}

function careWords({ care, represented, ceased }: Standing): string[] {
  return [
    ...care.map(({ type, until }) => (until === null ? type : `${type} until ${until}`)),
    ...(represented === null ? [] : [`represented by ${showRepresentative(represented)}`]),
    ...(ceased ? ['demands that contact ends'] : []),
  ];
}
