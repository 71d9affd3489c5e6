/** Every workflow that an earlier release began can go on with this one: its histories are replayed by release. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { bundleWorkflows } from '../../workers/workflow-bundle.ts';

const FOLDER = join(import.meta.dirname, 'histories');
const RELEASES = readdirSync(FOLDER).sort();
const FILES = RELEASES.flatMap((release) =>
  readdirSync(join(FOLDER, release)).map((file) => ({ release, name: file.replace('.json', '') })),
);
interface Event {
  eventType: string;
}
const read = (release: string, name: string): { events: Event[] } =>
  JSON.parse(readFileSync(join(FOLDER, release, `${name}.json`), 'utf8')) as { events: Event[] };

async function replay(workflowBundle: WorkflowBundle, release: string, name: string): Promise<unknown[]> {
  const errors: unknown[] = [];
  const histories = [{ workflowId: name, history: historyFromJSON(read(release, name)) }];
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) errors.push(error ?? null);
  return errors;
}

let own: WorkflowBundle;
let wrong: WorkflowBundle;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  own = await bundleWorkflows();
  wrong = await bundleWorkflowCode({
    workflowsPath: join(import.meta.dirname, 'wrong', 'index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
});

const LOOPS = [
  'account-begun-anew',
  'account-cured',
  'account-handed-back',
  'account-patient',
  'account-timers',
  'cycle',
];
test.each([
  ['0.1.0', LOOPS],
  ['0.2.0', [...LOOPS, 'witness-begun-anew', 'witness']],
])('release %s has histories of its loops', (version, names) => {
  expect(FILES.filter(({ release }) => release === version).map(({ name }) => name)).toEqual(names);
});

test('this release has histories', () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(RELEASES).toContain(version);
});

describe.each(FILES)('release $release, $name', ({ release, name }) => {
  test('goes on with this release', async () => {
    expect(await replay(own, release, name)).toEqual([null]);
  });
  test('names no machine', () => {
    const text = JSON.stringify(read(release, name));
    expect(text).not.toMatch(/[/\\\\](home|work|root|tmp|Users|node_modules)[/\\\\]|\.ts:\d/);
  });
  test('holds ids, places on the ladder and numbers, and nothing of a person', () => {
    const payloads = [...JSON.stringify(read(release, name)).matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) =>
      Buffer.from(data, 'base64').toString('utf8'),
    );
    expect(payloads.length).toBeGreaterThan(0);
    for (const text of payloads)
      for (const [word] of text.matchAll(/"[^"]*"/g)) expect(word).toMatch(/^"([0-9a-f-]{36}|[A-Za-z_]+|\d+)"$/);
  });
});

const ACCOUNTS = FILES.filter((history) => history.name.startsWith('account'));
test.each(ACCOUNTS)('a loop with another timer is refused: release $release, $name', async ({ release, name }) => {
  const [error] = await replay(wrong, release, name);
  expect(error).toMatchObject({ name: 'DeterminismViolationError' });
});

test('the histories are worth replaying: timers, nudges, changes of stage, a long one, an ordinary activity', () => {
  const types = new Set(
    FILES.flatMap(({ release, name }) => read(release, name).events.map((event) => event.eventType)),
  );
  for (const type of [
    'TIMER_FIRED',
    'TIMER_CANCELED',
    'WORKFLOW_EXECUTION_SIGNALED',
    'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
    'MARKER_RECORDED',
  ])
    expect(types).toContain(`EVENT_TYPE_${type}`);
  for (const type of ['ACTIVITY_TASK_COMPLETED', 'WORKFLOW_EXECUTION_COMPLETED', 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW'])
    expect(types).toContain(`EVENT_TYPE_${type}`);
});
