/** docs/wire-names.md against the code: a name that others have stored or read is never changed by a rename. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createActivities } from '../../activities/index.ts';
import { CONTACTS_COLUMNS, STOPS_COLUMNS } from '../../channels/agency/contact-files.ts';
import { CONTACT_RETURN_COLUMNS } from '../../channels/agency/contact-return.ts';
import { PLACEMENT_COLUMNS, RECALL_COLUMNS, UPDATE_COLUMNS } from '../../channels/agency/handover.ts';
import { RETURN_COLUMNS } from '../../channels/agency/parser.ts';
import { BOOK_ANSWER_COLUMNS } from '../../channels/book/answer-file.ts';
import { ANSWER_COLUMNS } from '../../channels/bureau/parser.ts';
import { BUREAU_COLUMNS } from '../../channels/bureau/writer.ts';
import { CONTACT_COLUMNS } from '../../channels/court/folder.ts';
import { STATEMENT_COLUMNS } from '../../channels/court/statement.ts';
import { effectHash, messageKey } from '../../db/effect-hash.ts';
import { CHANNELS } from '../../domain/channels.ts';
import { BOOK_COLUMNS } from '../../domain/contracts/book-row.ts';
import { ACCOUNT_KINDS, PERSON_KINDS, RECEIPT_KINDS, typeOf } from '../../domain/contracts/event.ts';
import { FEATURE_COLUMNS } from '../../domain/contracts/feature-row.ts';
import { INSTRUCTED_TYPE, WITHDRAWN_TYPE } from '../../domain/contracts/instruction-event.ts';
import { PARTY_COLUMNS } from '../../domain/contracts/party-row.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { OUTCOMES } from '../../domain/law/case.ts';
import { LIABILITIES, ROLES } from '../../domain/parties.ts';
import { RESERVATION_STATES } from '../../domain/reservations.ts';
import { TASK_KINDS } from '../../domain/tasks.ts';
import { SEARCH_ATTRIBUTES } from '../../platform/temporal.ts';
import { LADDER } from '../../stages/index.ts';

const source = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const found = (path: string, pattern: RegExp): string[] => [
  ...new Set([...source(path).matchAll(pattern)].map((match) => match[1] ?? '')),
];
/** Fields of an interface, by its text: types are gone when the code runs. */
function fieldsOf(path: string, name: string): string[] {
  const [, body = ''] = new RegExp(`interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source(path)) ?? [];
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map((match) => match[1] ?? '');
}

const LOOP = 'domain/contracts/loop.ts';
const LOOPS = ['workflows/account.ts', 'workflows/cycle.ts', 'workflows/witness.ts'];
const NAMES: Readonly<Record<string, readonly string[]>> = {
  workflows: found('workflows/index.ts', /export \{ (\w+) \}/g),
  signals: LOOPS.flatMap((path) => found(path, /defineSignal(?:<[^(]+>)?\('(\w+)'\)/g)),
  queries: LOOPS.flatMap((path) => found(path, /defineQuery(?:<[^(]+>)?\('(\w+)'\)/g)),
  'what `tell` carries': fieldsOf(LOOP, 'WitnessedMark'),
  activities: Object.keys(createActivities({} as Parameters<typeof createActivities>[0])),
  'answer of `look`': fieldsOf(LOOP, 'EvaluationAnswer'),
  '`seen` of `look`': fieldsOf(LOOP, 'SeenEvaluation'),
  '`attributes` of `look`': found(LOOP, /attributes\?: \{ ([^}]+) \}/g).flatMap(
    (text) => text.match(/\w+(?=:)/g) ?? [],
  ),
  'answer of `lookAtCycle`': fieldsOf(LOOP, 'CycleAnswer'),
  'search attributes': SEARCH_ATTRIBUTES,
  'workflow ids': found('platform/temporal.ts', /string => `([^`]+)`/g),
  'queue job': fieldsOf('platform/queue.ts', 'QueueJob'),
  'stages and steps': LADDER.flatMap((stage) => stage.steps.map((step) => `${stage.name}/${step.name}`)),
  'kinds of task': TASK_KINDS,
  channels: CHANNELS,
  'event types': [...ACCOUNT_KINDS, ...PERSON_KINDS, ...RECEIPT_KINDS].map(typeOf),
  'states of a contact reservation': RESERVATION_STATES,
  'outcomes of a contact': OUTCOMES,
  'headers in': found('api/signature.ts', /'(webhook-[a-z]+)'/g),
  'headers of the SMS gateway': found('channels/sms/gateway.ts', /'(content-type|idempotency-key|webhook-[a-z]+)'/g),
  'columns of the book': BOOK_COLUMNS,
  'columns of a parties file': PARTY_COLUMNS,
  'columns of a features file': FEATURE_COLUMNS,
  'roles and kinds of liability': [...ROLES, ...LIABILITIES],
  'columns of a placement file': PLACEMENT_COLUMNS,
  'columns of an update file': UPDATE_COLUMNS,
  'columns of a recall file': RECALL_COLUMNS,
  'columns of a contacts file': CONTACTS_COLUMNS,
  'columns of a file of stops': STOPS_COLUMNS,
  'columns of a contact return': CONTACT_RETURN_COLUMNS,
  'columns of an agency return': RETURN_COLUMNS,
  'columns of a bureau month': BUREAU_COLUMNS,
  'columns of a bureau answer': ANSWER_COLUMNS,
  'columns of a book answer': BOOK_ANSWER_COLUMNS,
  'event types out': [INSTRUCTED_TYPE, WITHDRAWN_TYPE],
  'columns of a provider log': found('channels/sent-log.ts', /const COLUMNS = \[([^\]]+)\]/g).flatMap(
    (text) => text.match(/\w+/g) ?? [],
  ),
  'columns of contacts.csv': CONTACT_COLUMNS,
  'columns of statement.csv': STATEMENT_COLUMNS,
};

const page = source('docs/wire-names.md');
const rows = new Map(
  [...page.matchAll(/^\| ([^|]+) \| ([^|]+) \|$/gm)].map(([, what = '', names = '']) => [
    what.trim(),
    (names.match(/`[^`]+`/g) ?? []).map((name) => name.slice(1, -1)),
  ]),
);

test('the page and the code list the same kinds of names', () => {
  expect([...rows.keys()].filter((what) => what !== 'what' && !/^-+$/.test(what))).toEqual(Object.keys(NAMES));
});
test.each(Object.keys(NAMES))('%s', (what) => {
  expect(NAMES[what]?.length).toBeGreaterThan(0);
  expect(NAMES[what]).toEqual(rows.get(what));
});
test('the hash of an effect and the key of a message are what they were', () => {
  const key = keyOf({ episode: 1, stage: 'reminder', step: 'email-1', occurrence: 1 });
  const creditor = '01978c3e-5f00-7000-8000-000000000001';
  const hashes = [creditor, '01978c3e-5f00-7000-8000-000000000002'].map((account) =>
    effectHash(creditor, account, key),
  );
  expect(key).toBe('1/reminder/email-1/1');
  expect(hashes).toEqual(page.match(/[0-9a-f]{40}/g)?.slice(0, 2));
  expect(messageKey(hashes.slice(0, 1))).toBe(hashes[0]);
  expect(messageKey(hashes)).toBe(page.match(/[0-9a-f]{40}/g)?.[2]);
  expect(messageKey([...hashes].reverse())).toBe(messageKey(hashes));
});
