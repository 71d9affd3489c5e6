/** What comes back from agencies and the bureau, against a real database. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Kysely } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { RETURN_COLUMNS } from '../../channels/agency/parser.ts';
import { ANSWER_COLUMNS } from '../../channels/bureau/parser.ts';
import type { Database } from '../../db/schema.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { ingestAgencyReturn } from '../../engine/files/agency-return.ts';
import { ingestBureauAnswer } from '../../engine/files/bureau-answer.ts';
import { addCreditor } from '../support/creditor.ts';
import { useDatabase } from '../support/fixtures.ts';

const NOW = Date.parse('2026-04-12T10:00:00+08:00');
const AT = '2026-04-10T14:00:00+08:00';

const database = useDatabase('all tests');
let db: Kysely<Database>;
beforeAll(async () => {
  ({ db } = database);
});

let count = 0;
interface Placed {
  code: string;
  creditorId: string;
  accountId: string;
  personId: string;
  effectId: string;
  placement: string;
}
/** A person with one account that an agency has. */
async function placed(agency = 'north'): Promise<Placed> {
  count += 1;
  const code = `placer${count}`;
  const { id: creditorId } = await addCreditor(db, code);
  const [accountId, personId, effectId, placement] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const person = {
    id: personId,
    creditor_id: creditorId,
    number: 'P-1',
    name: 'Lin Mei',
    language: 'en',
    zone: 'Asia/Taipei',
  } as const;
  await db
    .insertInto('person')
    .values({ ...person, zone_source: 'import', zone_on: '2026-03-02', address: null, merged_into: null })
    .execute();
  const account = {
    id: accountId,
    creditor_id: creditorId,
    number: 'A-1',
    product: 'card',
    currency: 'TWD',
    contract_date: '2020-01-01',
  } as const;
  const figures = {
    balance: 4_100_000n,
    opening_overdue: 281_400n,
    credit_limit: null,
    bureau_consent: true,
    as_of: '2026-03-02',
    row_as_of: '2026-03-02',
    opening: JSON.stringify({
      asOf: '2026-03-02',
      balance: '4100000',
      dues: [{ on: '2026-01-30', minor: '281400' }],
    }),
    row_hash: 'x',
  };
  await db
    .insertInto('account')
    .values({
      ...account,
      ...figures,
      payment_reference: 'A-1',
      reached_stage: null,
      notified_on: null,
      last_payment_on: null,
      last_payment: null,
      closed_reason: null,
    })
    .execute();
  await db
    .insertInto('account_person')
    .values({ creditor_id: creditorId, account_id: accountId, person_id: personId })
    .execute();
  await db
    .insertInto('due')
    .values({ creditor_id: creditorId, account_id: accountId, due_on: '2026-01-30', minor: 281_400n })
    .execute();
  await addEffect({ id: effectId, creditorId, accountId, personId, channel: 'agency', dispatch: null });
  await db
    .insertInto('placement')
    .values({
      id: placement,
      creditor_id: creditorId,
      account_id: accountId,
      person_id: personId,
      effect_id: effectId,
      agency,
      state: 'handed-over',
      handed_over_at: new Date(NOW - 5e8),
      term_ends_on: '2026-06-01',
      recall_reason: null,
      end_reason: null,
    })
    .execute();
  return { code, creditorId, accountId, personId, effectId, placement };
}

async function addEffect(item: {
  id: string;
  creditorId: string;
  accountId: string;
  personId: string;
  channel: 'agency' | 'bureau';
  dispatch: string | null;
}): Promise<void> {
  const key = { episode: 1, stage: item.channel, step: 'file', occurrence: 1 };
  await db
    .insertInto('effect')
    .values({
      id: item.id,
      creditor_id: item.creditorId,
      account_id: item.accountId,
      person_id: item.personId,
      ...key,
      channel: item.channel,
      purpose: 'report',
      recipient: 'x',
      task: null,
      reason: null,
      due_at: new Date(NOW),
      lease_token: null,
      dispatch_id: item.dispatch,
    })
    .execute();
}

type Row = Partial<Record<string, string>>;
function csv(columns: readonly string[], rows: readonly Row[], end: Row): Buffer {
  const lines = [...rows, end].map((row) => columns.map((column) => row[column] ?? '').join(','));
  return Buffer.from(`${[columns.join(','), ...lines].join('\n')}\n`);
}
function returnFile(rows: readonly Row[]): Buffer {
  const sum = rows.reduce((all, row) => all + BigInt(row['minor'] ?? '0'), 0n);
  return csv(
    RETURN_COLUMNS,
    rows.map((row) => ({ at: AT, ...row })),
    { placement: '#end', event: String(rows.length), minor: String(sum), currency: 'TWD' },
  );
}
const ingest = (placed: Placed, rows: readonly Row[], more: { agency?: string; bytes?: Buffer; now?: number } = {}) =>
  ingestAgencyReturn(db, {
    creditor: placed.code,
    agency: 'north',
    fileName: 'return.csv',
    bytes: returnFile(rows),
    now: NOW,
    ...more,
  });

const kinds = async (placed: Placed) => {
  const rows = await db
    .selectFrom('fact')
    .select(['kind', 'body'])
    .where((eb) => eb.or([eb('account_id', '=', placed.accountId), eb('person_id', '=', placed.personId)]))
    .orderBy('recorded_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.kind);
};
const files = (placed: Placed) =>
  db
    .selectFrom('intake_file')
    .select(['state', 'reason', 'released_by'])
    .where('creditor_id', '=', placed.creditorId)
    .orderBy('taken_at')
    .execute();

describe("an agency's return", () => {
  test('becomes facts, once', async () => {
    const handover = await placed();
    const rows: Row[] = [
      { placement: handover.placement, event: 'accepted' },
      { placement: handover.placement, event: 'contact', channel: 'call' },
      { placement: handover.placement, event: 'payment', minor: '50000', currency: 'TWD', to: 'agency' },
      { placement: handover.placement, event: 'promise', minor: '231400', currency: 'TWD', on: '2026-04-20' },
      { placement: handover.placement, event: 'stop', channel: 'sms' },
      { placement: handover.placement, event: 'complaint', to: 'agency', channel: 'call', detail: 'harassment' },
      { placement: handover.placement, event: 'address', channel: 'email', detail: 'new.point@example.com' },
    ];
    const ingested = await ingest(handover, rows);
    expect(ingested).toMatchObject({ before: false, rows: 7, recorded: 7, listed: [], nudge: [handover.accountId] });
    expect(await kinds(handover)).toEqual([
      'agency-accepted',
      'agency-contact',
      'payment',
      'promise',
      'stop',
      'complaint',
      'address-added',
    ]);
    const complaint = await db
      .selectFrom('fact')
      .select('body')
      .where('person_id', '=', handover.personId)
      .where('kind', '=', 'complaint')
      .executeTakeFirstOrThrow();
    const about = { agency: 'north', cause: 'harassment', channel: 'call', reported: 'agency' };
    expect(complaint.body).toMatchObject(about);
    const account = await db
      .selectFrom('account')
      .select('balance')
      .where('id', '=', handover.accountId)
      .executeTakeFirstOrThrow();
    expect(account.balance).toBe(4_050_000n);
    expect(await ingest(handover, rows)).toMatchObject({ before: true, rows: 7, recorded: 0, nudge: [] });
    // The next day's file repeats what was said and adds a row.
    const more = await ingest(handover, [
      ...rows,
      { placement: handover.placement, event: 'dispute', detail: 'amount' },
    ]);
    expect(more).toMatchObject({ before: false, recorded: 1, repeated: 7 });
  });

  test('money that went to the lender is announced, not counted twice', async () => {
    const handover = await placed();
    await ingest(handover, [
      { placement: handover.placement, event: 'payment', minor: '50000', currency: 'TWD', to: 'lender' },
    ]);
    expect(await kinds(handover)).toEqual(['payment-announced']);
  });

  test('reasons are kept as code words only', async () => {
    const handover = await placed();
    await ingest(handover, [
      { placement: handover.placement, event: 'returned', detail: 'Lin Mei moved to 1 Harbour Road' },
    ]);
    const fact = await db
      .selectFrom('fact')
      .select('body')
      .where('account_id', '=', handover.accountId)
      .executeTakeFirstOrThrow();
    expect(fact.body).toMatchObject({ reason: 'other' });
    const { state } = await db
      .selectFrom('placement')
      .select('state')
      .where('id', '=', handover.placement)
      .executeTakeFirstOrThrow();
    expect(state).toBe('ended');
  });

  test('after a recall: what concerns the person is taken, the rest is listed', async () => {
    const handover = await placed();
    await db
      .updateTable('placement')
      .set({ state: 'recalled', recalled_at: new Date(NOW) })
      .where('id', '=', handover.placement)
      .execute();
    const ingested = await ingest(handover, [
      { placement: handover.placement, event: 'accepted' },
      { placement: handover.placement, event: 'promise', minor: '100', currency: 'TWD', on: '2026-04-20' },
      { placement: handover.placement, event: 'payment', minor: '50000', currency: 'TWD', to: 'agency' },
      { placement: handover.placement, event: 'hardship' },
      { placement: handover.placement, event: 'recall-acknowledged' },
    ]);
    expect(ingested.listed.map((row) => `${row.row} ${row.event}`)).toEqual(['2 accepted', '3 promise']);
    expect(await kinds(handover)).toEqual(['payment', 'hardship', 'recall-acknowledged']);
    const evidence = await db
      .selectFrom('evidence')
      .select('what')
      .where('creditor_id', '=', handover.creditorId)
      .execute();
    expect(evidence).toHaveLength(2);
  });

  test.each<[string, (placed: Placed, other: Placed) => Promise<unknown>, RegExp]>([
    [
      'a wrong count',
      (placed) =>
        ingest(placed, [], {
          bytes: Buffer.from(
            returnFile([{ placement: placed.placement, event: 'hardship' }])
              .toString()
              .replace('#end,1', '#end,2'),
          ),
        }),
      /count/,
    ],
    [
      'a wrong sum',
      (placed) =>
        ingest(placed, [], {
          bytes: Buffer.from(
            returnFile([{ placement: placed.placement, event: 'hardship' }])
              .toString()
              .replace('#end,1,,0', '#end,1,,5'),
          ),
        }),
      /sum/,
    ],
    [
      'a placement that never was',
      (placed) =>
        ingest(placed, [
          { placement: placed.placement, event: 'hardship' },
          { placement: uuidv7(), event: 'hardship' },
        ]),
      /row 3: the placement/,
    ],
    [
      "another creditor's placement",
      (placed, other) => ingest(placed, [{ placement: other.placement, event: 'hardship' }]),
      /row 2: the placement/,
    ],
    [
      "another agency's file",
      (placed) => ingest(placed, [{ placement: placed.placement, event: 'hardship' }], { agency: 'south' }),
      /agency/,
    ],
    [
      'another currency',
      (placed) =>
        ingest(placed, [{ placement: placed.placement, event: 'payment', minor: '5', currency: 'USD', to: 'agency' }], {
          bytes: Buffer.from(
            returnFile([{ placement: placed.placement, event: 'payment', minor: '5', currency: 'USD', to: 'agency' }])
              .toString()
              .replace(',5,TWD', ',5,USD'),
          ),
        }),
      /USD/,
    ],
    [
      'a moment in the future',
      (placed) =>
        ingest(placed, [{ placement: placed.placement, event: 'hardship' }], { now: Date.parse(AT) - HOUR_MS }),
      /future/,
    ],
  ])('%s refuses the whole file and shows', async (_, act, reason) => {
    const [first, other] = [await placed(), await placed()];
    await expect(act(first, other)).rejects.toMatchObject({
      code: 'file-refused',
      message: expect.stringMatching(reason),
    });
    expect(await kinds(first)).toEqual([]);
    expect(await files(first)).toMatchObject([
      { state: 'refused', reason: expect.stringMatching(reason), released_by: null },
    ]);
  });

  test('a corrected file frees the refused one', async () => {
    const handover = await placed();
    await expect(ingest(handover, [{ placement: uuidv7(), event: 'hardship' }])).rejects.toMatchObject({
      code: 'file-refused',
    });
    await ingest(handover, [{ placement: handover.placement, event: 'hardship' }]);
    expect((await files(handover)).map((file) => [file.state, file.released_by]).sort()).toEqual([
      ['refused', 'a corrected file'],
      ['taken', null],
    ]);
  });
});

describe("the bureau's answer", () => {
  const OURS = 'a'.repeat(64);
  async function reported(): Promise<Placed> {
    const handover = await placed();
    const [dispatch, effect] = [uuidv7(), uuidv7()];
    const manifest = JSON.stringify({ v: 1, count: 1, files: [{ name: 'x.jsonl', bytes: 1, sha256: OURS }] });
    await db
      .insertInto('dispatch')
      .values({
        id: dispatch,
        creditor_id: handover.creditorId,
        channel: 'bureau',
        recipient: 'example-bureau',
        key: dispatch,
        kind: 'month',
        business_date: '2026-03-31',
        result: 'sent',
        manifest,
        created_at: new Date(NOW),
      })
      .execute();
    await addEffect({
      id: effect,
      creditorId: handover.creditorId,
      accountId: handover.accountId,
      personId: handover.personId,
      channel: 'bureau',
      dispatch,
    });
    const entry = {
      id: uuidv7(),
      creditor_id: handover.creditorId,
      account_id: handover.accountId,
      effect_id: effect,
      bureau: 'example-bureau',
      month: '2026-03',
    };
    await db
      .insertInto('bureau_entry')
      .values({ ...entry, kind: 'record', replaces: null, body: '{}', reason: null, at: new Date(NOW) })
      .execute();
    return handover;
  }
  const answer = (rows: readonly Row[], end: Row = {}) =>
    csv(ANSWER_COLUMNS, rows, {
      account: '#end',
      month: '2026-03',
      reason: String(rows.length),
      received: '1',
      file_sha256: OURS,
      ...end,
    });
  const ingestAnswer = (placed: Placed, bytes: Buffer) =>
    ingestBureauAnswer(db, {
      creditor: placed.code,
      bureau: 'example-bureau',
      fileName: 'answer.csv',
      bytes,
      now: NOW,
    });
  const entry = (placed: Placed) =>
    db
      .selectFrom('bureau_entry')
      .select(['state', 'reason'])
      .where('account_id', '=', placed.accountId)
      .executeTakeFirstOrThrow();

  test('acknowledges what it does not reject', async () => {
    const placed = await reported();
    expect(await ingestAnswer(placed, answer([]))).toMatchObject({
      before: false,
      month: '2026-03',
      acknowledged: 1,
      rejected: 0,
    });
    expect(await entry(placed)).toEqual({ state: 'acknowledged', reason: null });
    expect(await ingestAnswer(placed, answer([]))).toMatchObject({ before: true, nudge: [] });
  });

  test('rejects a record with its reason, and the account is looked at again', async () => {
    const placed = await reported();
    const ingested = await ingestAnswer(
      placed,
      answer([{ account: 'A-1', month: '2026-03', reason: 'unknown person' }]),
    );
    expect(ingested).toMatchObject({ acknowledged: 0, rejected: 1, nudge: [placed.accountId] });
    expect(await entry(placed)).toEqual({ state: 'rejected', reason: 'unknown-person' });
  });

  test.each<[string, Row[], Row]>([
    ['another number of records than we sent', [], { received: '7' }],
    ['a file that is not ours', [], { file_sha256: 'b'.repeat(64) }],
    ['a record that was not in it', [{ account: 'A-9', month: '2026-03', reason: 'unknown' }], {}],
    ['a wrong count of rejects', [{ account: 'A-1', month: '2026-03', reason: 'unknown' }], { reason: '2' }],
  ])('%s refuses the answer', async (_, rows, end) => {
    const placed = await reported();
    await expect(ingestAnswer(placed, answer(rows, end))).rejects.toMatchObject({ code: 'file-refused' });
    expect(await entry(placed)).toEqual({ state: 'sent', reason: null });
    expect((await files(placed)).map((file) => file.state)).toEqual(['refused']);
  });
});
