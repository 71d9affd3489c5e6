/** Instructs the lender's book: the one door for whatever decides something that the book has to book. */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { INSTRUCTION_CONTRACTS, type InstructionBody } from '../../domain/contracts/instruction.ts';
import { INSTRUCTION_WORDS, type InstructionKind } from '../../domain/instruction-facts.ts';
import {
  effectiveFault,
  type InstructionSum,
  type InstructionTold,
  isInstructionFault,
  isTakenWhenClosed,
  readInstruction,
} from '../../domain/instruction-faults.ts';
import { answerDeadline } from '../../domain/instructions.ts';
import { Problem } from '../../domain/problems.ts';
import { standingOf } from '../../domain/standing.ts';
import { type CalendarDate, localDate } from '../../domain/time.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { faultAt } from '../facts/field-fault.ts';
import { recordFacts } from '../facts/record-facts.ts';

/** Source of the facts about instructions that no outside tells. */
export const INSTRUCTION_SOURCE = 'instructions';

/** What the book is to do. */
export interface BookOrder<K extends InstructionKind = InstructionKind> {
  readonly accountId: string;
  readonly kind: K;
  /** By the contract of the kind (domain/contracts/instruction.ts). */
  readonly body: InstructionBody<K>;
  /** The day from which it counts. */
  readonly effectiveOn: CalendarDate;
  /** Names the decision: the same one instructs once. */
  readonly key: string;
}

/** An instruction that was given. */
export interface GivenInstruction {
  readonly id: string;
  /** The number that people type. */
  readonly no: bigint;
  /** The same decision had instructed before; nothing was done. */
  readonly repeated: boolean;
  /** Accounts to nudge after the commit. */
  readonly nudge: string[];
}

/**
 * Gives an instruction: its row and the fact. The account is quiet from then on where it changes what is asked for.
 * Throws `instruction-invalid`, `wrong-currency`, `instruction-conflict`, or `not-allowed-now` for a closed account.
 */
export async function instructBook<K extends InstructionKind>(
  trx: Transaction<Database>,
  act: Act,
  order: BookOrder<K>,
): Promise<GivenInstruction> {
  const { accountId, kind, effectiveOn, key } = order;
  await lockAccounts(trx, [accountId]);
  const body = checkedBody(kind, order.body);
  const before = await findGiven(trx, order);
  if (before !== null) return before;
  const account = (await loadStandingFacts(trx, [accountId])).get(accountId);
  if (account === undefined) throw new Problem('unknown-account', { account: accountId });
  const today = localDate(act.now, account.creditor.zone);
  const sum = checkOrder({ kind, body } as InstructionTold, effectiveOn, {
    ...{ facts: account, today, standing: standingOf(account, act.now) },
  });
  const deadline = answerDeadline(act.now, account.creditor);
  const id = uuidv7();
  const { no } = await trx
    .insertInto('book_instruction')
    .values({
      ...{ id, creditor_id: account.creditor.id, account_id: accountId, key, kind },
      ...{ body: JSON.stringify({ v: 1, ...body }), effective_on: effectiveOn, deadline },
      ...{ instructed_at: new Date(act.now), instructed_by: personOf(act) },
    })
    .returning('no')
    .executeTakeFirstOrThrow();
  const told = { instruction: id, kind, effectiveOn, deadline, ...sum };
  const [recorded] = await recordFacts(
    trx,
    [
      {
        accountId,
        kind: 'book-instructed',
        body: told,
        source: INSTRUCTION_SOURCE,
        externalId: id,
        occurredAt: act.now,
      },
    ],
    act,
  );
  return { id, no, repeated: false, nudge: recorded?.nudge ?? [] };
}

/** Throws `instruction-invalid` with every fault of form. */
function checkedBody(kind: InstructionKind, body: unknown): object {
  const parsed = INSTRUCTION_CONTRACTS[kind].safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error, '/body');
  throw new Problem('instruction-invalid', { kind, faults: showFaults(faults) }, { cause: faults });
}

/** The instruction that the same decision gave before; null when it gave none. Throws `instruction-conflict`. */
async function findGiven(
  trx: Transaction<Database>,
  { accountId, kind, body, effectiveOn, key }: BookOrder,
): Promise<GivenInstruction | null> {
  const row = await trx
    .selectFrom('book_instruction')
    .select([
      'id',
      'no',
      'kind',
      'effective_on',
      sql<boolean>`body = ${JSON.stringify({ v: 1, ...body })}::jsonb`.as('same'),
    ])
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.kind !== kind || row.effective_on !== effectiveOn || !row.same)
    throw new Problem('instruction-conflict', { instruction: String(row.no) });
  return { id: row.id, no: row.no, repeated: true, nudge: [] };
}

/** Throws for what the account does not allow; answers the sum that the instruction is about. */
function checkOrder(
  told: InstructionTold,
  effectiveOn: CalendarDate,
  account: Parameters<typeof readInstruction>[1],
): InstructionSum {
  const { facts, today } = account;
  if (facts.closed && !isTakenWhenClosed(told.kind))
    throw notAllowedNow(
      `the account is closed, and nothing is booked on it but a refund: not ${INSTRUCTION_WORDS[told.kind]}`,
      'Correct it in the book itself.',
    );
  for (const { currency } of amountsIn(told.body))
    if (currency !== facts.currency) throw new Problem('wrong-currency', { given: currency, currency: facts.currency });
  const read = effectiveFault(effectiveOn, today) ?? readInstruction(told, account);
  if (isInstructionFault(read)) throw faultAt('instruction-invalid', read[0], read[1], told.kind);
  return read;
}

/** Wire money at any depth. */
function amountsIn(value: unknown): { currency: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('currency' in value && typeof value.currency === 'string') return [{ currency: value.currency }];
  return Object.values(value).flatMap(amountsIn);
}
