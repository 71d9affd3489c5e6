/**
 * Checks a complaint, and what is said of one: whom it may be about, that it is not told twice, and that nobody answers
 * a complaint about themselves.
 */
import { sql, type Transaction } from 'kysely';
import { type Complainant, loadComplainants } from '../../db/load-complaints.ts';
import { lockPersons } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { isSamePerson } from '../../domain/act.ts';
import type { ComplaintTold } from '../../domain/complaint-facts.ts';
import { type Complaint, complaintsOf, openComplaints, partyWords } from '../../domain/complaints.ts';
import { Problem } from '../../domain/problems.ts';
import { agencyOf } from '../../domain/reservations.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { faultAt } from './field-fault.ts';
import type { PersonContext } from './person-context.ts';

type Trx = Transaction<Database>;
type Answer = 'complaint-acknowledged' | 'complaint-closed';

/** Locks the person, so that nothing is told of their complaints meanwhile. */
async function readComplainant(trx: Trx, { subject }: PersonContext): Promise<Complainant> {
  await lockPersons(trx, [subject.personId]);
  const complainant = (await loadComplainants(trx, [subject.personId])).get(subject.personId);
  if (complainant === undefined) throw new Problem('unknown-person', { person: subject.name });
  return complainant;
}

/**
 * Throws `fact-invalid` for an agency that is none of the creditor's, or that another agency tells of, and
 * `not-allowed-now` for a complaint of the same day, cause and party that is open already. Returns which account
 * carries what is written about it; null for a repeat.
 */
export async function checkComplaint(
  trx: Trx,
  told: ComplaintTold,
  context: PersonContext,
): Promise<NonNullable<ComplaintTold['letters']> | null> {
  if (context.known) return null;
  const { agency = null, cause } = told;
  const complainant = await readComplainant(trx, context);
  if (agency !== null) checkAgency(agency, complainant, context);
  const { zone } = complainant.creditor;
  const on = localDate(context.occurredAt, zone);
  const same = openComplaints(complainant.facts).find(
    (open) => open.cause === cause && open.agency === agency && localDate(open.receivedAt, zone) === on,
  );
  if (same === undefined) {
    const account = context.subject.accountId ?? (await firstAccount(trx, context.subject.personId));
    return account === null ? null : { account, no: complaintsOf(complainant.facts).length + 1 };
  }
  throw new Problem('not-allowed-now', {
    reason: `a complaint of ${cause} by ${partyWords(same)} of ${on} is open already, ${same.id}`,
    remedy: 'It is the same complaint, and nothing more is to be done. One of another day is told with its own moment.',
  });
}

/** Of the accounts of a person the first that is open, else the first. */
async function firstAccount(trx: Trx, personId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select a.id
    from account_person ap
    join account a on a.id = ap.account_id
    where ap.person_id = ${personId}::uuid
      and ap.role = 'debtor'
    order by a.closed_at is not null, a.number, a.id
    limit 1`.execute(trx);
  return rows[0]?.id ?? null;
}

function checkAgency(agency: string, { agencies }: Complainant, { source }: PersonContext): void {
  const teller = agencyOf(source);
  const refuse = (words: string) => faultAt('fact-invalid', '/data/agency', words, 'complaint');
  if (teller !== null && teller !== agency)
    throw refuse('an agency tells of complaints about itself or the lender only');
  if (agencies.includes(agency)) return;
  const named = agencies.length === 0 ? 'it has none' : `name one of ${agencies.join(', ')}`;
  throw refuse(`is no agency of this creditor: ${named}, or leave it out for a complaint about the lender`);
}

/**
 * The complaint that an acknowledgement or a closing is about, and who answers for it. Throws `fact-invalid` when none
 * or several are meant, `not-allowed-now` when it was said before or nobody answers by name, and `complained-of`.
 */
export async function answeredComplaint(
  trx: Trx,
  kind: Answer,
  of: string | undefined,
  context: PersonContext,
): Promise<{ of: string; by: string }> {
  const { by, known, occurredAt } = context;
  if (known) return { of: of ?? '', by };
  const complainant = await readComplainant(trx, context);
  const complaint = of === undefined ? onlyOpen(kind, complainant) : named(kind, of, complainant);
  if (complaint.closed !== null) throw refused('this complaint is closed already', OPEN_ARE_LISTED);
  if (kind === 'complaint-acknowledged' && complaint.acknowledgedAt !== null)
    throw refused('the receipt of this complaint was confirmed already', OPEN_ARE_LISTED);
  if (occurredAt < complaint.receivedAt) throw faultAt('event-invalid', '/time', tooEarly(complaint.receivedAt));
  needUninvolved(complaint, context);
  return { of: complaint.id, by };
}

const OPEN_ARE_LISTED = 'npx arrears tasks --kind review-complaint shows what is open.';
const refused = (reason: string, remedy: string): Problem => new Problem('not-allowed-now', { reason, remedy });
const tooEarly = (at: Instant): string =>
  `lies before the complaint was received (${new Date(at).toISOString()}): give a moment from then on`;

/** Nobody answers a complaint about themselves, and a system cannot say that it is somebody else. */
function needUninvolved({ staff }: Complaint, { person }: PersonContext): void {
  if (staff === null) return;
  if (person === null)
    throw refused(
      'a member of staff is complained of, and no person answers for this by name',
      'Somebody else records it by hand, with --as NAME.',
    );
  if (isSamePerson(staff, person)) throw new Problem('complained-of', { name: person });
}

function onlyOpen(kind: Answer, { facts }: Complainant): Complaint {
  const open = openComplaints(facts);
  const meant = kind === 'complaint-closed' ? open : open.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const [first, ...others] = meant;
  if (first === undefined)
    throw refused(
      open.length === 0 ? 'no complaint is open' : 'the receipt of every open complaint was confirmed',
      OPEN_ARE_LISTED,
    );
  if (others.length === 0) return first;
  const ids = meant.map(({ id }) => id).join(', ');
  throw faultAt('fact-invalid', '/data/of', `several complaints are open, name one of ${ids}`, kind);
}

function named(kind: Answer, of: string, { facts }: Complainant): Complaint {
  const told = facts.filter((fact) => fact.kind === 'complaint' && (fact.id === of || fact.reference === of));
  const complaint = complaintsOf(facts).find(({ id }) => id === told[0]?.id);
  if (complaint !== undefined && told.length === 1) return complaint;
  const words = `names ${told.length > 1 ? 'several complaints' : 'no complaint'} of this person: npx arrears explain lists them`;
  throw faultAt('fact-invalid', '/data/of', words, kind);
}
