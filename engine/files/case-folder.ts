/** Builds a case folder (statement, contact history, letters as sent, checklist) or the note that withdraws it. */
import { type Kysely, sql } from 'kysely';
import type { OutFile } from '../../channels/channel.ts';
import { type CaseContact, writeCaseFolder, writeWithdrawal } from '../../channels/court/folder.ts';
import type { Database } from '../../db/schema.ts';
import { isPersonChannel } from '../../domain/channels.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { situationOf } from '../../domain/situation.ts';
import { standingOf } from '../../domain/standing.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { courtChecklist } from '../../stages/legal/checklist.ts';
import type { Claimed } from '../effects/prepare-claims.ts';
import { readSentMessages } from '../persons/message-bodies.ts';
import { readPersons } from '../persons/persons.ts';

/** The files of a court claim: the folder, or its withdrawal. */
export async function caseFolder(
  db: Kysely<Database>,
  claimed: Claimed,
  now: Instant,
  rulebook: Rulebook,
): Promise<OutFile[]> {
  const facts = claimed.facts[0] as AccountFacts;
  const { creditor } = facts;
  const on = localDate(now, creditor.zone);
  const { caseId, madeAt, reason, approvedBy } = await readCase(db, facts.accountId);
  const common = { caseId, creditor: creditor.code, account: facts.number };
  if (claimed.effects[0]?.purpose === 'undo') {
    return writeWithdrawal({
      ...common,
      on,
      madeOn: localDate(madeAt ?? now, creditor.zone),
      reason: reason ?? 'withdrawn',
    });
  }
  const person = (await readPersons(db, [facts.person.id])).get(facts.person.id);
  return writeCaseFolder({
    ...common,
    approvedBy: approvedBy ?? '',
    creditorName: person?.creditor.name ?? creditor.code,
    currency: facts.currency,
    zone: creditor.zone,
    contractDate: facts.contractDate,
    on,
    position: standingOf(facts, now).position,
    contacts: contactsOf(facts),
    letters: await readSentMessages(db, facts.accountId),
    checklist: courtChecklist(situationOf(facts, now, rulebook.rulesFor(facts))),
  });
}

interface CaseRow {
  caseId: string;
  madeAt: Instant | null;
  reason: string | null;
  approvedBy: string | null;
}

async function readCase(db: Kysely<Database>, accountId: string): Promise<CaseRow> {
  const { rows } = await sql<CaseRow>`
    select c.id as "caseId", c.reason, c.approved_by as "approvedBy", (
      select max(e.sent_at)
      from effect e
      where e.account_id = c.account_id
        and e.channel = 'court'
        and e.purpose <> 'undo'
        and e.state = 'sent') as "madeAt"
    from court_case c
    where c.account_id = ${accountId}::uuid`.execute(db);
  const row = rows[0];
  if (!row) throw new Error('there is no case to make a folder for');
  return row;
}

function contactsOf(facts: AccountFacts): CaseContact[] {
  return facts.effects
    .filter((effect) => effect.sentAt !== null && isPersonChannel(effect.channel))
    .map((effect) => ({
      at: effect.sentAt as Instant,
      channel: effect.channel,
      purpose: effect.purpose,
      outcome: outcomeOf(facts, effect.id, effect.deliveredAt, effect.bouncedAt),
    }));
}

function outcomeOf(
  facts: AccountFacts,
  effectId: string,
  deliveredAt: Instant | null,
  bouncedAt: Instant | null,
): string {
  const call = facts.facts.find((fact) => fact.kind === 'call-outcome' && fact.body.effect === effectId);
  if (call?.kind === 'call-outcome') return [call.body.contact, call.body.result].filter(Boolean).join(': ');
  return bouncedAt !== null ? 'bounced' : deliveredAt !== null ? 'delivered' : 'sent';
}
