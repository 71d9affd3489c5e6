/** A dispute about identity theft that is upheld ends everything: the account, and what a bureau has of it. */
import type { Transaction } from 'kysely';
import { holding } from '../../channels/bureau/build-record.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { disputesOf } from '../../domain/disputes.ts';
import { readReported } from '../files/bureau-files.ts';
import type { AccountFactInput, FactInput } from './fact-input.ts';

/** The facts that follow such a closing: the account is withdrawn, each record is deleted. None follow another fact. */
export async function whatTheftEnds(trx: Transaction<Database>, input: FactInput): Promise<AccountFactInput[]> {
  if (input.kind !== 'dispute-closed' || input.body.outcome !== 'upheld') return [];
  const { accountId, source, occurredAt, externalId, body } = input;
  const facts = (await loadStandingFacts(trx, [accountId])).get(accountId);
  const dispute = disputesOf(facts?.facts ?? []).find(({ id }) => id === body.of);
  if (facts === undefined || dispute?.about !== 'identity-theft') return [];
  const told = (name: string) => ({
    ...{ accountId, source, occurredAt },
    ...(externalId === undefined ? {} : { externalId: `${externalId}/${name}` }),
  });
  const reported = (await readReported(trx, [accountId])).get(accountId) ?? [];
  const deletions = holding(reported.map(({ record }) => record)).map(({ month }): AccountFactInput => {
    const reason = 'identity theft: it is not the debt of the person';
    return { kind: 'bureau-correction', body: { month, remedy: 'delete', reason }, ...told(`delete-${month}`) };
  });
  const closed: AccountFactInput = { kind: 'closed', body: { how: 'withdrawn' }, ...told('closed') };
  return facts.closed ? deletions : [closed, ...deletions];
}
