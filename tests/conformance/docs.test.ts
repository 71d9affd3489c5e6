/** The pages made from the code are current, and say what the code does. */
import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { EVENT_PROBLEMS, SAMPLE_SECRET, SAMPLE_TIME } from '../../docs/pages/events.ts';
import { PAGES } from '../../docs/write-docs.ts';
import { ACCOUNT_KINDS, PERSON_KINDS, RECEIPT_KINDS, typeOf } from '../../domain/contracts/event.ts';
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
