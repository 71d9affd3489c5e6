/** An outcome as it is sent becomes one as it is recorded: amounts in the account's currency, moments as instants. */
import type { Kysely } from 'kysely';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { outcomeContract } from '../../domain/contracts/outcome.ts';
import { Problem } from '../../domain/problems.ts';
import type { Database } from '../schema.ts';
import { toParts } from './fact-bodies.ts';
import type { TaskOutcome } from './tasks.ts';

/** The kind of contract is chosen by the fields given, so that the faults name the right one. */
export async function readOutcome(db: Kysely<Database>, no: bigint, value: unknown): Promise<TaskOutcome> {
  const parsed = outcomeContract(value).safeParse(value);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error);
    throw new Problem('fact-invalid', { kind: 'outcome', faults: showFaults(faults) }, { cause: faults });
  }
  const wire = parsed.data;
  if ('filed' in wire) return { of: 'filed', ...wire.filed };
  if ('notFiled' in wire) return { of: 'not-filed', reason: wire.notFiled.reason };
  if ('answer' in wire) return { of: 'ladder-answer', answer: wire.answer, until: wire.until };
  if ('reviewed' in wire) return { of: 'care-reviewed', outcome: wire.reviewed, hardshipEnded: wire.hardshipEnded };
  if ('done' in wire) return { of: 'done', words: wire.done };
  const { parts, callBackAt, ...rest } = wire;
  return {
    of: 'call',
    ...rest,
    ...(callBackAt === undefined ? {} : { callBackAt: Date.parse(callBackAt) }),
    ...(parts === undefined ? {} : { parts: toParts(parts, await currencyOf(db, no)) }),
  };
}

async function currencyOf(db: Kysely<Database>, no: bigint): Promise<string> {
  const row = await db
    .selectFrom('task')
    .innerJoin('account', 'account.id', 'task.account_id')
    .select('account.currency')
    .where('task.no', '=', no)
    .executeTakeFirst();
  if (!row) throw new Problem('unknown-task', { task: String(no) });
  return row.currency;
}
