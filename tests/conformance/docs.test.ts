/** The pages made from the code are current, and say what the code does. */
import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { EVENT_PROBLEMS, SAMPLE_SECRET, SAMPLE_TIME } from '../../docs/pages/events.ts';
import { PAGES } from '../../docs/write-docs.ts';
import { ACCOUNT_KINDS, PERSON_KINDS, RECEIPT_KINDS, typeOf } from '../../domain/contracts/event.ts';
import {
  ConfirmWire,
  RefusalView,
  ReleaseWire,
  ReservationView,
  ReservationWire,
} from '../../domain/contracts/reservation.ts';
import { PACKS } from '../../domain/law/packs.ts';
import { PROBLEM_CODES } from '../../domain/problems.ts';
import { LADDER } from '../../stages/index.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

test.each(Object.keys(PAGES))('docs/%s is current (npm run docs)', (file) => {
  expect(read(`docs/${file}`)).toBe(PAGES[file]?.());
});

describe('docs/messages.md', () => {
  test('shows every step that speaks, in both languages', () => {
    const page = read('docs/messages.md');
    for (const stage of LADDER) {
      for (const step of stage.steps.filter((step) => step.message)) {
        const [, section = ''] = page.split(`### ${stage.name}/${step.name}: `);
        const own = section.split(/^##[#]? /m)[0] ?? '';
        for (const channel of step.channels) {
          const title = channel === 'email' ? 'E-mail' : 'SMS';
          expect(own).toContain(`#### ${title}, English`);
          expect(own).toContain(`#### ${title}, Simplified Chinese`);
        }
      }
    }
  });
  test('has no gap in a text', () => expect(read('docs/messages.md')).not.toMatch(/undefined|NaN|\[object|function/));
});

describe('docs/events.md', () => {
  const page = read('docs/events.md');

  test('shows every type', () => {
    for (const kind of [...ACCOUNT_KINDS, ...PERSON_KINDS]) expect(page).toContain(`### ${typeOf(kind)}\n`);
    for (const kind of RECEIPT_KINDS) expect(page).toContain(`### ${typeOf(kind)} (receipt)\n`);
  });
  test('names every problem that the way of an event can end in', () => {
    const files = readdirSync(new URL('engine/facts', ROOT)).map((file) => `engine/facts/${file}`);
    const texts = [
      'api/routes/receive-events.ts',
      'api/signature.ts',
      'engine/effects/record-receipts.ts',
      ...files,
    ].map(read);
    const thrown = texts.flatMap((text) =>
      [...text.matchAll(/(?:new Problem|faultAt)\(\s*'([a-z-]+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(thrown).toContain('event-conflict');
    // What a person types needs a name and may be asked back; an event's source stands behind it.
    for (const code of thrown.filter((name) => name !== 'name-missing' && name !== 'far-above-owed'))
      expect(EVENT_PROBLEMS).toContain(code);
    for (const code of EVENT_PROBLEMS) expect(PROBLEM_CODES).toContain(code);
  });
  test('signs its example as Standard Webhooks says', () => {
    const [, head = '', body = ''] = /```http\n([\s\S]*?)\n\n([\s\S]*?)\n```/.exec(page) ?? [];
    const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1];
    const key = Buffer.from(SAMPLE_SECRET.replace('whsec_', ''), 'base64');
    const expected = createHmac('sha256', key)
      .update(`${header('webhook-id')}.${SAMPLE_TIME}.${body}`)
      .digest('base64');
    expect(header('webhook-timestamp')).toBe(String(SAMPLE_TIME));
    expect(header('webhook-signature')).toBe(`v1,${expected}`);
    expect(JSON.parse(body).id).toBe(header('webhook-id'));
  });
});

describe('docs/law.md', () => {
  const page = read('docs/law.md');
  const rowOf = (id: string) => page.split('\n').filter((line) => line.startsWith(`| ${id} |`));

  test('shows every rule of every pack, and marks each number that nobody verified', () => {
    for (const { rules } of Object.values(PACKS))
      for (const { id, words, confidence } of rules) {
        const rows = rowOf(id).join('\n');
        expect(rows).toContain(words.replaceAll('|', '\\|'));
        const isUnverified = confidence === 'secondary' || confidence === 'general-knowledge';
        if (isUnverified) expect([id, rows]).toEqual([id, expect.stringContaining('**default, unverified**')]);
      }
  });
  test('says that counsel must sign off, and lists what is not covered', () => {
    expect(page).toContain('Counsel must sign off');
    for (const { notCovered } of Object.values(PACKS))
      for (const words of notCovered) expect(page).toContain(`- ${words}`);
  });
  test('has no gap in a text', () => expect(page).not.toMatch(/undefined|NaN|\[object|function|=>/));
});

test('docs/contact-reservations.md shows what the contracts take and answer', () => {
  const examples = [...read('docs/contact-reservations.md').matchAll(/```json\n([\s\S]*?)\n```/g)].map((match) =>
    JSON.parse(match[1] ?? ''),
  );
  const contracts = [ReservationWire, ReservationView.strip(), RefusalView, ConfirmWire, ReleaseWire];
  expect(examples).toHaveLength(contracts.length);
  for (const [at, contract] of contracts.entries()) expect(contract.safeParse(examples[at]).error).toBeUndefined();
});

test('every page that the code names is there', () => {
  const folders = [
    'activities',
    'api',
    'channels',
    'cli',
    'db',
    'domain',
    'platform',
    'stages',
    'workers',
    'workflows',
  ];
  const files = folders
    .filter((folder) => existsSync(new URL(folder, ROOT)))
    .flatMap((folder) =>
      readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => file.endsWith('.ts'));
  const named = new Set(
    files.flatMap((file) => [...read(file).matchAll(/docs\/[a-z-]+\.md/g)].map((match) => match[0])),
  );
  expect(named.size).toBeGreaterThan(3);
  for (const page of named) expect([page, existsSync(new URL(page, ROOT))]).toEqual([page, true]);
});
