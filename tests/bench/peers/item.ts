/**
 * The work on a due item, the same for every peer: decide, write a permit, write the e-mail to the product's outbox,
 * record the result. All items have the facts of one account of the backlog, which cost a peer no query.
 */
import { sql } from 'kysely';
import type pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { ChannelAdapter, Message } from '../../../channels/channel.ts';
import type { DatedOutgoing } from '../../../channels/outbox/outgoing.ts';
import { openDatabase } from '../../../db/database.ts';
import { effectHash } from '../../../db/effect-hash.ts';
import { loadFacts } from '../../../db/load-facts.ts';
import { decide } from '../../../domain/decide.ts';
import type { AccountFacts } from '../../../domain/facts.ts';
import type { PlannedEffect } from '../../../domain/plan.ts';
import { findStep } from '../../../domain/stage.ts';
import { HOUR_MS, localDate } from '../../../domain/time.ts';
import { type Addressee, readAddressees } from '../../../engine/effects/addressees.ts';
import { openPool } from '../../../platform/pool.ts';
import { letterFacts } from '../../../stages/letter-facts.ts';
import { RULEBOOK, RULES } from '../../../stages/rules.ts';
import { testPermit } from '../../support/permit.ts';
import { DUE_AT } from '../backlog-template.ts';
import type { SendItems } from './peer.ts';

export const ITEM_TABLES = `
  create table permit (
    id uuid primary key,
    item text not null,
    verdict text not null,
    reasons jsonb not null,
    facts_version bigint not null,
    given_at timestamptz not null default clock_timestamp(),
    not_after timestamptz not null,
    result text,
    reference text,
    ended_at timestamptz)`;

/** What every item knows. */
export interface Sample {
  facts: AccountFacts;
  addressee: Addressee;
}

/** Reads the first account of the backlog's template. */
export async function readSample(url: string): Promise<Sample> {
  const db = openDatabase(openPool(url, { size: 1 }));
  try {
    const first = sql<{ id: string; person_id: string }>`
      select a.id, ap.person_id
      from account a
      join account_person ap on ap.account_id = a.id
      order by a.number
      limit 1`;
    const { rows } = await first.execute(db);
    const { id = '', person_id: personId = '' } = rows[0] ?? {};
    const facts = (await loadFacts(db, [id], DUE_AT, RULEBOOK)).get(id);
    const addressees = await db.transaction().execute((trx) => readAddressees(trx, [personId], 'email'));
    const addressee = addressees.get(personId);
    if (facts === undefined || addressee === undefined) throw new Error('the template has no account to write to');
    return { facts, addressee };
  } finally {
    await db.destroy();
  }
}

/** Sends and records items: two statements, however many items a call has. */
export function itemSender(pool: pg.Pool, outbox: ChannelAdapter, sample: Sample): SendItems {
  return async (items) => {
    const permits = items.map((item) => ({ id: uuidv7(), item, planned: decideItem(sample) }));
    const ids = permits.map(({ id }) => id);
    await pool.query(
      `insert into permit (id, item, verdict, reasons, facts_version, not_after)
       select id, item, verdict, reasons, $5, $6
       from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[]) as p (id, item, verdict, reasons)`,
      [
        ids,
        items,
        permits.map(({ planned }) => planned.verdict),
        permits.map(({ planned }) => JSON.stringify(planned.held)),
        sample.facts.version,
        new Date(DUE_AT + HOUR_MS),
      ],
    );
    const results = await Promise.all(permits.map(({ item, planned }) => sendItem(outbox, item, planned, sample)));
    await pool.query(
      `update permit
       set result = 'sent', reference = r.reference, ended_at = clock_timestamp()
       from unnest($1::uuid[], $2::text[]) as r (id, reference)
       where permit.id = r.id`,
      [ids, results],
    );
  };
}

function decideItem({ facts }: Sample): PlannedEffect {
  const { planned } = decide(RULES, facts, DUE_AT);
  const due = planned.find(({ dueAt, verdict }) => dueAt <= DUE_AT && verdict === 'allow');
  if (due === undefined) throw new Error('the decision sends nothing');
  return due;
}

/** Returns the reference of the outbox. */
async function sendItem(
  outbox: ChannelAdapter,
  item: string,
  planned: PlannedEffect,
  { facts, addressee }: Sample,
): Promise<string> {
  const { name, terms } = addressee.creditor;
  const text = findStep(RULES.ladder, planned)?.message?.(letterFacts(addressee, [facts], DUE_AT, RULES), 'email');
  if (text?.subject === undefined) throw new Error('the step has no e-mail');
  const message: Message = {
    to: addressee.to,
    subject: text.subject,
    body: text.body,
    language: addressee.language,
    from: { name, address: terms.email },
  };
  const key = effectHash(facts.creditor.code, item, planned.step);
  const outgoing: DatedOutgoing = {
    key,
    covers: [key],
    message,
    on: localDate(DUE_AT, facts.creditor.zone),
    at: DUE_AT,
  };
  const result = await outbox.send(testPermit(), outgoing);
  if (result.kind !== 'sent') throw new Error(`the outbox answered ${result.kind}`);
  return result.reference;
}
