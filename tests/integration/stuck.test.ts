/**
 * Every cause of being stuck, made for real: shown within its limit with account, cause, money and a remedy that
 * exists; freed once means sent once.
 */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { buildProgram } from '../../cli/program.ts';
import { byPerson, bySystem } from '../../domain/act.ts';
import type { StuckRow } from '../../domain/contracts/answer.ts';
import { sameForAll } from '../../domain/rules.ts';
import type { Ladder } from '../../domain/stage.ts';
import { STUCK_CODES, type StuckCode } from '../../domain/stuck.ts';
import { addDays, DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { ingestAgencyReturn } from '../../engine/files/agency-return.ts';
import { MACHINE_SECONDS, REMEDIES } from '../../engine/operate/find-stuck.ts';
import { closeLane } from '../../engine/operate/lanes.ts';
import { releaseFile } from '../../engine/operate/release-file.ts';
import { retryAccount, retryCause, retryEffect } from '../../engine/operate/retry-effects.ts';
import { settleManually } from '../../engine/operate/settle-manually.ts';
import { recordOutcome } from '../../engine/tasks/record-outcome.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import { RunningEngine } from '../support/running-engine.ts';
import { ScriptedProvider, START } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

/** What is broken just now; the worker under test asks these. */
const broken = { policy: new Set<string>(), text: new Set<string>() };
const policies = [
  ...RULES.policies,
  {
    name: 'moon',
    title: 'moon',
    judge: ({ facts }: { facts: { number: string } }) => {
      if (broken.policy.has(facts.number)) throw new Error('no moon');
      return null;
    },
  },
];
const ladder: Ladder = RULES.ladder.map((stage) => ({
  ...stage,
  steps: stage.steps.map((step) => {
    const { message } = step;
    if (message === undefined) return step;
    return {
      ...step,
      message: (letter: Parameters<typeof message>[0], channel: Parameters<typeof message>[1]) => {
        if (letter.accounts.some((account) => broken.text.has(account.number))) throw new Error('a field is missing');
        return message(letter, channel);
      },
    };
  }),
}));
/** E-mail that refuses, or breaks, for the accounts whose e-mail address begins so. */
class Lane extends ScriptedProvider {
  readonly refuses = new Set<string>();
  readonly breaks = new Set<string>();
  readonly got: string[] = [];
  override async send(
    ...[permit, outgoing]: Parameters<ScriptedProvider['send']>
  ): ReturnType<ScriptedProvider['send']> {
    const to = outgoing.message?.to.split('@')[0] ?? '';
    if (this.refuses.has(to)) return { kind: 'not-sent', reason: 'the provider refuses' };
    this.got.push(to);
    if (this.breaks.has(to)) throw new Error('reset after the first byte');
    return super.send(permit, outgoing);
  }
}

const NAMES = [
  'policy',
  'text',
  'lane',
  'cured',
  'closed',
  'gone',
  'lease',
  'ended',
  'unknown',
  'facts',
  'call',
  'agency',
  'nobody',
] as const;
type Name = (typeof NAMES)[number];
const lane = new Lane();
let engine: RunningEngine;
const ids = new Map<Name, string>();
const idOf = (name: Name): string => ids.get(name) ?? '';
const account = (name: Name) => `harbour/${name}`;
const row = (name: Name, more: Record<string, string> = {}) => ({
  account: name,
  person: `P-${name}`,
  email: `${name}@example.com`,
  ...more,
});

beforeAll(async () => {
  engine = await RunningEngine.open({
    rulebook: sameForAll({ ...RULES, ladder, policies }),
    channels: { email: lane },
    environment: { ARREARS_LEASE_SECONDS: '3' },
  });
  const late = NAMES.filter((name) => name !== 'call' && name !== 'agency' && name !== 'nobody');
  const booked = await engine.engine.book([
    ...late.map((name) => row(name)),
    row('call', { dues: `${addDays('2026-03-02', -20)}=1434.00`, reached_stage: 'call' }),
    row('agency', {
      dues: `${addDays('2026-03-02', -40)}=1434.00`,
      reached_stage: 'agency',
      notified_on: '2026-02-20',
    }),
    row('nobody', { email: '', phone: '' }),
  ]);
  for (const [at, name] of [...late, 'call' as const, 'agency' as const, 'nobody' as const].entries())
    ids.set(name, booked[at] ?? '');
  broken.policy.add('policy');
  broken.text.add('text');
  for (const name of ['lane', 'cured']) lane.refuses.add(name);
  lane.breaks.add('unknown');
  await closeLane(engine.db, 'sms', 'the contract has ended');
  await engine.start();
  await engine.settled();
  // Three attempts with half an hour and an hour between.
  await engine.runTo(START + 2 * HOUR_MS);
});
afterAll(() => engine.close());

const sentTo = (name: Name): number => lane.got.filter((entry) => entry === name).length;
async function shown(code: StuckCode, name?: Name): Promise<StuckRow> {
  const found = (await engine.stuck(code)).find((stuck) => name === undefined || stuck.account === account(name));
  if (!found)
    throw new Error(
      `${code} ${name ?? ''} is not shown: ${JSON.stringify((await engine.stuck()).map((stuck) => [stuck.code, stuck.account]))}`,
    );
  return found;
}
async function isFree(code: StuckCode, name: Name): Promise<void> {
  await engine.settled();
  expect((await engine.stuck(code)).filter((stuck) => stuck.account === account(name))).toEqual([]);
}
const effectOf = async (name: Name, step = 'email-1') => {
  const found = (await engine.engine.effects(step)).find((effect) => effect.account === name);
  if (!found) throw new Error(`no ${step} of ${name}`);
  return found;
};

describe('what a machine could not do', () => {
  test('a policy that throws', async () => {
    const stuck = await shown('blocked', 'policy');
    expect(stuck).toMatchObject({
      money: 143_400n,
      currency: 'TWD',
      cause: expect.stringContaining('policy moon failed'),
    });
    expect(stuck.since).toBeLessThanOrEqual(Date.now());
    expect(sentTo('policy')).toBe(0);
    broken.policy.clear();
    await engine.nudge((await retryAccount(engine.db, account('policy'), bySystem('test', await engine.now()))).nudge);
    await until('it is sent', () => sentTo('policy') === 1);
    await isFree('blocked', 'policy');
  });

  test('a text that throws', async () => {
    expect(await shown('blocked', 'text')).toMatchObject({
      money: 143_400n,
      cause: expect.stringContaining('text of reminder/email-1'),
    });
    broken.text.clear();
    await engine.nudge(
      (await retryEffect(engine.db, (await effectOf('text')).id, bySystem('test', await engine.now()))).nudge,
    );
    await until('it is sent', () => sentTo('text') === 1);
    await isFree('blocked', 'text');
  });

  test('a lane that refuses: all of the cause freed at once; who paid meanwhile gets nothing', async () => {
    for (const name of ['lane', 'cured'] as const)
      expect(await shown('send-failed', name)).toMatchObject({
        money: 143_400n,
        cause: expect.stringContaining('the provider refuses'),
      });
    await engine.record('payment', { amount: { currency: 'TWD', minor: '143400' } }, account('cured'));
    await engine.settled();
    lane.refuses.clear();
    await engine.nudge((await retryCause(engine.db, 'send-failed', bySystem('test', await engine.now()))).nudge);
    await engine.nudge((await retryAccount(engine.db, account('cured'), bySystem('test', await engine.now()))).nudge);
    await until('it is sent', () => sentTo('lane') === 1);
    await isFree('send-failed', 'lane');
    await isFree('send-failed', 'cured');
    expect((await effectOf('cured')).state).toBe('superseded');
    expect(
      (await engine.engine.effects())
        .filter((effect) => effect.account === 'cured' && effect.state === 'sent')
        .map((effect) => effect.step),
    ).not.toContain('email-1');
  });

  test('nobody knows whether it left: never sent again, settled by a person', async () => {
    const stuck = await shown('outcome-unknown', 'unknown');
    expect(stuck.effect).toBe((await effectOf('unknown')).id);
    await expect(
      retryEffect(engine.db, stuck.effect ?? '', bySystem('test', await engine.now())),
    ).rejects.toMatchObject({
      code: 'not-allowed-now',
    });
    await engine.nudge(
      (
        await settleManually(engine.db, stuck.effect ?? '', 'sent', {
          ...byPerson('ann', await engine.now()),
          rulebook: RULEBOOK,
        })
      ).nudge,
    );
    await isFree('outcome-unknown', 'unknown');
    expect(sentTo('unknown')).toBe(1);
  });

  test('a lane that a person closed', async () => {
    const stuck = await shown('lane-closed');
    expect(stuck).toMatchObject({
      account: null,
      cause: expect.stringContaining('the contract has ended'),
      remedy: expect.stringContaining('--lane sms'),
    });
    const freed = await retryCause(engine.db, 'lane-closed', bySystem('test', await engine.now()));
    expect(freed.lanes).toEqual(['sms']);
    expect(await engine.stuck('lane-closed')).toEqual([]);
  });
});

describe('what waits for people', () => {
  test('a task that waits too long', async () => {
    const { rows } = await sql<{ no: bigint; due_at: number }>`
      select no, due_at from task where account_id = ${idOf('call')}::uuid and state = 'open' order by no`.execute(
      engine.db,
    );
    const [task] = rows;
    expect(await engine.stuck('task-late')).toEqual([]);
    await engine.runTo((task?.due_at ?? 0) + HOUR_MS);
    const stuck = await shown('task-late', 'call');
    expect(stuck).toMatchObject({ task: task?.no, since: task?.due_at });
    await recordOutcome(
      engine.db,
      task?.no ?? 0n,
      { of: 'call', contact: 'no-answer' },
      byPerson('ann', await engine.now()),
    );
    await engine.nudge([idOf('call')]);
    await isFree('task-late', 'call');
  });

  test('a recall that the agency has not acknowledged', async () => {
    await until(
      'it is placed',
      async () => (await effectOf('agency', 'handover').catch(() => null))?.state === 'sent',
      100,
    ).catch(() => engine.runTo(START + 5 * DAY_MS));
    expect((await effectOf('agency', 'handover')).state).toBe('sent');
    await engine.record('payment', { amount: { currency: 'TWD', minor: '143400' } }, account('agency'));
    await engine.settled();
    await engine.runTo((await engine.now()) + DAY_MS);
    expect(await engine.stuck('recall-not-acknowledged')).toEqual([]);
    await engine.runTo((await engine.now()) + 3 * DAY_MS);
    const stuck = await shown('recall-not-acknowledged', 'agency');
    const placement = /--placement (\S+)/.exec(stuck.remedy)?.[1];
    await engine.record('recall-acknowledged', { placement }, account('agency'));
    await isFree('recall-not-acknowledged', 'agency');
  });

  test('a file that was refused', async () => {
    const now = await engine.now();
    const file = { creditor: 'harbour', agency: 'north', bytes: Buffer.from('no file\n'), fileName: 'return.csv' };
    await expect(ingestAgencyReturn(engine.db, { ...file, now })).rejects.toMatchObject({ code: 'file-refused' });
    const stuck = await shown('file-refused');
    expect(stuck).toMatchObject({ account: null, cause: expect.stringContaining('north'), file: expect.any(String) });
    expect(await releaseFile(engine.db, stuck.file ?? '', byPerson('ann', 0))).toBe(true);
    expect(await engine.stuck('file-refused')).toEqual([]);
  });
});

describe('when every worker is gone', () => {
  /** The clock moved, and all was planned, so many wall seconds ago. */
  const standStill = (seconds: number) =>
    sql`
      with aged as (update effect set planned_at = clock_timestamp() - make_interval(secs => ${seconds}))
      update clock set updated_at = clock_timestamp() - make_interval(secs => ${seconds})`.execute(engine.db);

  test('all that waits is shown within ten seconds, and goes on with a worker', async () => {
    await engine.settled();
    const { handle } = await engine.workflow(idOf('ended'));
    await engine.stop();
    await handle.terminate('by hand');
    const before = new Map(NAMES.map((name) => [name, sentTo(name)]));
    const second = new Map((await engine.engine.effects('email-8')).map((effect) => [effect.account, effect]));
    const now = await engine.now();
    // Nobody governs: the clock is moved by hand to when these are due.
    for (const name of ['gone', 'lease', 'ended'] as const) expect(second.get(name)?.state).toBe('planned');
    const at = Math.max(...(['gone', 'lease', 'ended'] as const).map((name) => second.get(name)?.due_at ?? now));
    await sql`update clock set now_at = ${new Date(at)}, run_to = ${new Date(at)}, updated_at = clock_timestamp()`.execute(
      engine.db,
    );
    await sql`update account set next_evaluation_at = ${new Date(at)} where id = ${idOf('ended')}::uuid`.execute(
      engine.db,
    );
    engine.engine.now = at;
    engine.engine.rules = { ...RULES, ladder };
    await engine.engine.claim([second.get('lease')?.id ?? '']);
    await engine.engine.expire();
    await engine
      .record('hold', { until: addDays('2026-03-02', 30), reason: 'asked' }, account('facts'))
      .catch(() => undefined);
    await sql`update account set stale_since = clock_timestamp() - interval '11 seconds' where stale_since is not null`.execute(
      engine.db,
    );
    expect((await engine.stuck('evaluation-late')).length + (await engine.stuck('not-taken')).length).toBe(0);
    await standStill(MACHINE_SECONDS + 1);
    expect(await shown('not-taken', 'gone')).toMatchObject({
      money: 143_400n,
      cause: expect.stringContaining('no worker is alive'),
    });
    expect(await shown('evaluation-late', 'ended')).toMatchObject({
      cause: expect.stringContaining('workflow is gone'),
    });
    expect(await shown('lease-expired', 'lease')).toMatchObject({ effect: second.get('lease')?.id });
    expect(await shown('facts-not-evaluated', 'facts')).toMatchObject({ money: 143_400n });
    await standStill(61);
    await sql`update cycle set next_evaluation_at = ${new Date(at)}`.execute(engine.db);
    expect(await shown('cycle-late')).toMatchObject({ cause: expect.stringContaining('is late') });

    // What nobody knows stays so: only the claim whose worker is gone is asked for.
    await sql`update effect set query_at = null where state = 'unknown'`.execute(engine.db);
    lane.asked = 'not-sent';
    await engine.start();
    await engine.nudge((await retryAccount(engine.db, account('ended'), bySystem('test', at))).nudge);
    await engine.settled();
    for (const name of ['gone', 'lease', 'ended'] as const) expect(sentTo(name)).toBe((before.get(name) ?? 0) + 1);
    expect(sentTo('facts')).toBe(before.get('facts'));
    for (const code of ['not-taken', 'evaluation-late', 'lease-expired', 'facts-not-evaluated', 'cycle-late'] as const)
      expect(await engine.stuck(code)).toEqual([]);
    expect((await engine.workflow(idOf('ended'))).status.name).toBe('RUNNING');
  });
});

test('every remedy names a command that there is, with options that it takes', async () => {
  const commands = new Map(buildProgram().commands.map((command) => [command.name(), command]));
  const named = Object.entries(REMEDIES).flatMap(([code, words]) =>
    [...words.matchAll(/npx arrears ([a-z][a-z-]*)((?: [^:;,)]+)?)/g)].map((match) => ({
      code,
      command: match[1] ?? '',
      rest: match[2] ?? '',
    })),
  );
  expect(new Set(named.map((remedy) => remedy.code))).toEqual(new Set(STUCK_CODES));
  for (const { command, rest } of named) {
    const outer = commands.get(command);
    expect(outer?.name()).toBe(command);
    // A command within a command has options of its own.
    const known = outer?.commands.find((inner) => rest.trim().split(' ')[0] === inner.name()) ?? outer;
    for (const [option] of rest.matchAll(/--[a-z-]+/g))
      if (command !== 'record') expect(known?.options.map((option) => option.long)).toContain(option);
  }
});

describe('in the end', () => {
  test('a person whom nothing reaches', async () => {
    const task = await engine.db
      .selectFrom('task')
      .select(['no', 'due_at'])
      .where('account_id', '=', idOf('nobody'))
      .where('kind', '=', 'find-contact-data')
      .executeTakeFirstOrThrow();
    if ((await engine.now()) <= task.due_at) {
      expect(await engine.stuck('unreachable')).toEqual([]);
      await engine.runTo(task.due_at + HOUR_MS);
    }
    expect(await shown('unreachable', 'nobody')).toMatchObject({ task: task.no, since: task.due_at });
    await engine.record('address-added', { channel: 'sms', value: '+1 212-555-0199' }, account('nobody'));
    await isFree('unreachable', 'nobody');
  });
});
