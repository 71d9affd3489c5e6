/**
 * Personal values have one door: only engine/persons names the columns that hold names, addresses, contact values and
 * messages.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDERS = [
  'activities',
  'api',
  'channels',
  'cli',
  'db',
  'demo',
  'domain',
  'engine',
  'platform',
  'simulation',
  'stages',
];
const DOOR = 'engine/persons/';
/** They say which columns there are. */
const SCHEMA = ['db/migrations/', 'db/schema.ts', 'db/message-tables.ts', 'db/bank-tables.ts', 'db/evidence-tables.ts'];

/** The columns of each table that hold a personal value, or a key made from one. */
const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  person: ['name', 'address', 'second_fact_hmac'],
  contact_point: ['value', 'value_key'],
  message_body: ['to_value', 'to_key', 'subject', 'body'],
  reply_body: ['body'],
  income_sheet: ['body'],
  evidence_file: ['name', 'body'],
  bank_line_text: ['counterparty', 'body', 'refs'],
};

const sources = new Map(
  [...FOLDERS, 'workers', 'workflows']
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name) && !/\.test\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(ROOT, path), readFileSync(path, 'utf8')]),
);

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

/** Words that may follow a table without being its other name. */
const CLAUSES = new Set(['where', 'on', 'set', 'join', 'left', 'inner', 'cross', 'order', 'group', 'for', 'limit']);

/** What a text names of the personal columns of a table; `*` and a whole row name them all. */
function columnsNamed(text: string, table: string): string[] {
  const columns = PERSONAL[table]?.join('|');
  const mention = `\\b(from|join|update|into|using)\\s+${table}\\b(?:\\s+(?:as\\s+)?(\\w+))?`;
  return [...text.matchAll(new RegExp(mention, 'gi'))].flatMap(({ 1: verb = '', 2: word = '', index }) => {
    const alias = CLAUSES.has(word.toLowerCase()) ? '' : word;
    const owner = alias || table;
    const qualified = new RegExp(`(?<![\\w.])${owner}\\.(?:(?:${columns})\\b|\\*)|to_jsonb?\\(${owner}\\)`, 'g');
    const found = text.match(qualified) ?? [];
    // What is written is named without its table, and so is what is read from a table that has no other name.
    const isBare = alias === '' || /into|update/i.test(verb);
    const bare = new RegExp(`(?<![\\w.$'{])(?:${columns})\\b(?!['(])|\\bselect\\s+\\*`, 'g');
    return isBare ? [...found, ...(statementAt(text, index).match(bare) ?? [])] : found;
  });
}

/** The template text around a place. */
function statementAt(text: string, index: number): string {
  const end = text.indexOf('`', index);
  return text.slice(text.lastIndexOf('`', index) + 1, end === -1 ? text.length : end);
}

/** Tables as the query builder and COPY name them: selectFrom('person as p'), 'person (id, name)'. */
function builtQueries(text: string): string[] {
  const tables = Object.keys(PERSONAL).join('|');
  const builder = String.raw`\w*(?:From|Into|Table|Join)\(\s*\[?'(?:${tables})\b`;
  return text.match(new RegExp(`${builder}|'(?:${tables}) \\(`, 'g')) ?? [];
}

function personalValuesIn(source: string): string[] {
  const text = withoutComments(source);
  return [...Object.keys(PERSONAL).flatMap((table) => columnsNamed(text, table)), ...builtQueries(text)];
}

describe('the search for personal values', () => {
  test.each([
    ['sql`select p.name from account a join person p on p.id = a.person_id`', 'p.name'],
    ['sql`select p.number, p.address from person as p`', 'p.address'],
    ['sql`select to_jsonb(p) from person p`', 'to_jsonb(p)'],
    ['sql`select p.* from person p`', 'p.*'],
    ['sql`select id, name from person where id = 1`', 'name'],
    ['sql`select * from contact_point where id = 1`', 'select *'],
    ['sql`update contact_point set value = 1 where id = 1`', 'value'],
    ['sql`select 1 from contact_point cp join effect e on cp.value_key = e.key`', 'cp.value_key'],
    ['sql`insert into message_body (dispatch_id, body) values (1, 2)`', 'body'],
    ['sql`select 1 from dispatch d join message_body m on m.to_value = d.key`', 'm.to_value'],
    ["db.selectFrom('person').select('name')", "selectFrom('person"],
    ["db.selectFrom('effect').innerJoin('contact_point as cp', 'a', 'b')", "innerJoin('contact_point"],
    ['sql`insert into contact_point as known (id, value) values (1, 2)`', 'value'],
    ['sql`update person p set name = n.name from unnest(1) as n (id, name) where p.id = n.id`', 'name'],
    ["copyRows(client, 'person (id, name)', lines)", "'person ("],
  ])('finds %s', (source, found) => expect(personalValuesIn(source)).toContain(found));

  test.each([
    ['sql`select p.number, p.has_address, c.name from person p join creditor c on c.id = p.creditor_id`'],
    ['sql`select f.body, cp.id from fact f join contact_point cp on cp.person_id = f.person_id`'],
    ['sql`select id from person where id = 1 order by id for no key update`'],
    ['/** Written to message_body.body. */ const person = { name: "x" };'],
  ])('lets pass %s', (source) => expect(personalValuesIn(source)).toEqual([]));

  test('finds every table within the door', () => {
    const inside = [...sources].filter(([file]) => file.startsWith(DOOR)).map(([, text]) => text);
    for (const table of Object.keys(PERSONAL))
      expect(
        inside.flatMap((text) => [...columnsNamed(withoutComments(text), table), ...builtQueries(text)]),
      ).not.toEqual([]);
  });
});

test('nobody outside engine/persons reads or writes a personal value', () => {
  const outside = [...sources].filter(([file]) => ![DOOR, ...SCHEMA].some((path) => file.startsWith(path)));
  expect(outside.length).toBeGreaterThan(100);
  const faults = outside.flatMap(([file, text]) => personalValuesIn(text).map((found) => `${file}: ${found}`));
  expect(faults).toEqual([]);
});
