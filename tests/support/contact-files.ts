/** Agencies that ask for files of contacts: their terms, their files as they left, and what they report. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { CONTACT_RETURN_COLUMNS } from '../../channels/agency/contact-return.ts';
import { readCsv, writeCsv } from '../../channels/csv.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { listBreaches } from '../../db/reports/list-breaches.ts';
import { HOUR_MS, showInstant } from '../../domain/time.ts';
import { keepContactFiles } from '../../engine/contacts/contact-files.ts';
import { ingestContactReturn } from '../../engine/files/contact-return.ts';
import { evaluateCycle } from '../../engine/files/file-cycle.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import type { BookCellsByName } from './book-file.ts';
import { TEST_CREDITOR } from './creditor.ts';
import { addPlacement, ownerOf } from './engine-rows.ts';
import type { TestEngine } from './test-engine.ts';

/** A Tuesday. */
export const SEVEN = Date.parse('2026-03-03T07:00:00+08:00');
const ZONE = 'Asia/Taipei';

type Report = Partial<Record<(typeof CONTACT_RETURN_COLUMNS)[number], string>>;

export function contactFilesOf(engine: TestEngine) {
  const asks = async (contactFile: { channels: ('call' | 'sms' | 'email')[]; aDay: number } | undefined) => {
    const agencies = TEST_CREDITOR.terms.agencies.map((agency) => ({ ...agency, contactFile }));
    await upsertCreditors(engine.db, [{ ...TEST_CREDITOR, terms: { ...TEST_CREDITOR.terms, agencies } }]);
  };
  /** Books accounts and places those named. */
  const place = async (rows: readonly BookCellsByName[], placed = rows.map(({ account = '' }) => account)) => {
    const ids = await engine.book(rows);
    for (const number of placed)
      await addPlacement(
        engine.db,
        await ownerOf(engine.db, `harbour/${number}`),
        engine.now - 24 * HOUR_MS,
        'accepted',
      );
    return ids;
  };
  const deps = () => ({
    db: engine.db,
    rulebook: engine.rulebook,
    now: engine.clock,
    channels: engine.channels,
    simulated: true,
  });
  const round = () => keepContactFiles(deps());
  const lookAtCycle = async () => {
    const { id } = await engine.db
      .selectFrom('cycle')
      .innerJoin('creditor', 'creditor.id', 'cycle.creditor_id')
      .select('cycle.id')
      .where('cycle.kind', '=', 'agency-day')
      .where('creditor.code', '=', 'harbour')
      .executeTakeFirstOrThrow();
    return evaluateCycle(
      { db: engine.db, now: engine.clock, wallWait: (at, from) => at - from, enqueueDue: async () => {} },
      id,
    );
  };
  const filesOf = (kind: string): string[] => {
    const folder = join(engine.home, 'outbox', 'agency', 'north');
    const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
    return names.filter((name) => name.includes(`/${kind}-`) && name.endsWith('.csv')).sort();
  };
  const rowsOf = (name: string): Record<string, string>[] => {
    const lines = readCsv(readFileSync(join(engine.home, 'outbox', 'agency', 'north', name)));
    if ('fault' in lines) throw new Error(lines.fault);
    const [header, ...rows] = lines.map(({ cells }) => cells);
    return rows.map((cells) => Object.fromEntries((header ?? []).map((column, at) => [column, cells[at] ?? ''])));
  };
  /** The rows of the only file of the day. */
  const today = async () => {
    await lookAtCycle();
    await round();
    const [name = '', ...others] = filesOf('contacts');
    expect(others).toEqual([]);
    return rowsOf(name);
  };
  const tell = (reports: readonly Report[], agency = 'north') => {
    const empty = Object.fromEntries(CONTACT_RETURN_COLUMNS.map((column) => [column, ''])) as Required<Report>;
    const rows = [...reports, { reservation: '#end', result: String(reports.length) }].map((row) => ({
      ...empty,
      ...row,
    }));
    const bytes = Buffer.from(writeCsv(CONTACT_RETURN_COLUMNS, rows));
    return ingestContactReturn(engine.db, { creditor: 'harbour', agency, fileName: 'r.csv', bytes, now: engine.now });
  };
  const at = (moment: number): string => showInstant(moment, ZONE);
  const contactsOf = async (id: string, now = engine.now) =>
    (await loadFacts(engine.db, [id], now, engine.rulebook)).get(id)?.contacts ?? [];
  const breaches = async () =>
    (await listBreaches(engine.db, { limit: 100 })).map(({ reasons }) => reasons.map(({ code }) => code).join());
  return { asks, place, deps, round, lookAtCycle, filesOf, rowsOf, today, tell, at, contactsOf, breaches };
}
