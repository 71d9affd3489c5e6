/** Turns a dispute, and its closing, on the wire into stored bodies: the part must be one of the account's debt. */
import type { Transaction } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { DisputedPart } from '../../domain/contracts/event.ts';
import { type Dispute, disputesOf, isWhole, splitBy } from '../../domain/disputes.ts';
import type { AccountFactBodies, StandingFacts } from '../../domain/facts.ts';
import { factsOf } from '../../domain/facts-of.ts';
import { showAmount, type WireMoney } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { type Standing, standingOf } from '../../domain/standing.ts';
import type { Instant } from '../../domain/time.ts';
import { faultAt } from './field-fault.ts';

type Trx = Transaction<Database>;
type Part = Pick<AccountFactBodies['dispute'], 'dues' | 'minor'>;

interface Known {
  readonly facts: StandingFacts;
  readonly standing: Standing;
}

async function readAccount(trx: Trx, accountId: string, now: Instant): Promise<Known> {
  const facts = (await loadStandingFacts(trx, [accountId])).get(accountId);
  if (facts === undefined) throw new Problem('unknown-account', { account: accountId });
  return { facts, standing: standingOf(facts, now) };
}

/**
 * The part of the debt that is disputed; nothing where it is the whole. `root` is the pointer of its fields. Throws
 * `fact-invalid` for a due that the account does not have, or a sum that is not one of what is owed.
 */
export async function toDisputedPart(
  trx: Trx,
  accountId: string,
  { dues, amount }: DisputedPart,
  now: Instant,
  root: string,
): Promise<Part> {
  if (dues === undefined && amount === undefined) return {};
  const account = await readAccount(trx, accountId, now);
  if (amount !== undefined) return { minor: sumOwed(account, amount, `${root}/amount`) };
  const known = account.standing.position.dues.map(({ on }) => on);
  for (const [index, on] of (dues ?? []).entries()) {
    const pointer = `${root}/dues/${index}`;
    if (dues?.indexOf(on) !== index) throw faultAt('fact-invalid', pointer, 'is named twice', 'dispute');
    if (known.includes(on)) continue;
    const words = `the account has no due of ${on}: name one of ${known.slice(-6).join(', ')}, or import the book first`;
    throw faultAt('fact-invalid', pointer, words, 'dispute');
  }
  return { dues: [...(dues ?? [])].sort() };
}

function sumOwed({ facts: { currency }, standing: { balance } }: Known, amount: WireMoney, pointer: string): bigint {
  const refuse = (words: string) => faultAt('fact-invalid', pointer, words, 'dispute');
  if (amount.currency !== currency) throw refuse(`is in ${amount.currency}: the account is in ${currency}`);
  const minor = BigInt(amount.minor);
  if (minor <= 0n) throw refuse('must be above zero: leave it out to dispute the whole debt');
  if (minor <= balance) return minor;
  const owed = showAmount(balance > 0n ? balance : 0n, currency);
  throw refuse(`is above what is owed, ${owed}: leave it out to dispute the whole debt`);
}

/** The open dispute that a closing ends, and what an upheld one takes off: all that it disputes of what is unpaid. */
export async function findDispute(
  trx: Trx,
  accountId: string,
  of: string | undefined,
  now: Instant,
): Promise<{ id: string; about: Dispute['about']; disputed: bigint }> {
  const { facts, standing } = await readAccount(trx, accountId, now);
  const dispute = of === undefined ? onlyOpen(facts) : named(facts, of);
  const part = splitBy([dispute], standing.position);
  const { id, about } = dispute;
  return { id, about, disputed: part === null ? standing.asked : part.minor };
}

/** Of disputes about the whole debt, the oldest: which of them is closed makes no difference. */
function onlyOpen({ facts }: StandingFacts): Dispute {
  const [first, ...others] = disputesOf(facts).filter(({ closedAt }) => closedAt === null);
  if (first !== undefined && (others.length === 0 || [first, ...others].every(isWhole))) return first;
  const ids = [first, ...others].map((dispute) => dispute?.id).join(', ');
  throw faultAt('fact-invalid', '/data/of', `several disputes are open, name one of ${ids}`, 'dispute-closed');
}

function named({ facts }: StandingFacts, of: string): Dispute {
  const told = factsOf(facts, 'dispute').filter(({ id, reference }) => id === of || reference === of);
  const dispute = disputesOf(facts).find(({ id }) => id === told[0]?.id);
  if (dispute === undefined || told.length > 1) {
    const words = `names ${told.length > 1 ? 'several disputes' : 'no dispute'} of this account: npx arrears explain lists them`;
    throw faultAt('fact-invalid', '/data/of', words, 'dispute-closed');
  }
  if (dispute.closedAt === null) return dispute;
  throw new Problem('not-allowed-now', {
    reason: 'this dispute is closed already',
    remedy: 'npx arrears explain lists the open ones.',
  });
}
