/** The witness of the database in Temporal: it knows what evaluations in place tell no loop. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { readEpoch } from '../../db/epoch.ts';
import { leaveHint } from '../../db/hints.ts';
import { DAY_MS } from '../../domain/time.ts';
import { raiseVersions } from '../../engine/facts/record-facts.ts';
import { backUp, putBack } from '../support/copies.ts';
import { RunningEngine } from '../support/running-engine.ts';
import { ScriptedProvider, START } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

describe('a copy of the database, put back where no file knows better', () => {
  let engine: RunningEngine;
  let email: ScriptedProvider;
  let id = '';
  beforeEach(async () => {
    email = new ScriptedProvider();
    engine = await RunningEngine.open({ channels: { email } });
    [id = ''] = await engine.engine.book([{}]);
    await engine.start();
    await engine.runTo(START + 2 * DAY_MS);
  });
  afterEach(() => engine.close());

  const wakes = async (): Promise<number> => {
    const { events } = await engine.client.workflow.getHandle(`account-${id}`).fetchHistory();
    return (events ?? []).filter((event) => Number(event.eventType) === 25).length;
  };
  const evaluateOnce = async (): Promise<void> => {
    const before = await engine.looks(id);
    await engine.db.transaction().execute((trx) => raiseVersions(trx, [id]));
    await leaveHint(engine.db, [id]);
    await until('it is evaluated', async () => (await engine.looks(id)) > before);
  };
  const restart = async (act: () => Promise<void> = async () => {}): Promise<void> => {
    await engine.stop();
    rmSync(join(engine.engine.home, 'epoch.json'));
    await act();
    await engine.start();
  };

  test('from after the last wake, but before the last evaluation in place: closed before anything leaves', async () => {
    await engine.stop();
    const copy = await backUp(engine.engine.database.url);
    await engine.start();
    await evaluateOnce();
    await restart(async () => {
      await putBack(engine.engine.database.url, copy);
      // The start had woken the loop. Without it, nobody but the witness was told anything since the copy.
      await (await engine.workflow(id)).handle.terminate('by hand');
    });
    expect(await readEpoch(engine.db)).toMatchObject({
      closedSince: expect.any(Number),
      reason: expect.stringContaining('an older copy'),
    });
    const { rows } = await sql`select detected_by from epoch`.execute(engine.db);
    expect(rows).toEqual([{ detected_by: 'mark' }]);
    const sent = email.sent.length;
    await engine.runTo(START + 6 * DAY_MS);
    expect(email.sent).toHaveLength(sent);
  });

  test('an evaluation in place between two wakes raises no alarm, nor does a restart', async () => {
    const before = await wakes();
    await evaluateOnce();
    expect(await wakes()).toBe(before);
    await engine.nudge([id]);
    await until('the loop looks', async () => (await wakes()) > before);
    await evaluateOnce();
    await restart();
    await engine.runTo(START + 6 * DAY_MS);
    expect((await readEpoch(engine.db)).closedSince).toBeNull();
    expect(email.sent.length).toBeGreaterThan(1);
  });

  test('it begins anew before its history is long, and forgets nothing', async () => {
    const handle = engine.client.workflow.getHandle(`witness-${engine.taskQueue}`);
    await until('it is told', async () => (await handle.query<unknown[]>('told').catch(() => [])).length === 1);
    const first = (await handle.describe()).runId;
    const { epoch } = await readEpoch(engine.db);
    const tell = (mark: string, of = epoch) => handle.signal('tell', { epoch: of, mark });
    await tell('1000000');
    const other = '018f3a10-0000-7000-8000-0000000000aa';
    for (let mark = 1; mark <= 310; mark += 1) await tell(String(mark), other);
    await until('it begins anew', async () => (await handle.describe()).runId !== first, 30_000);
    await until('its history is short', async () => (await handle.describe()).historyLength < 300);
    const told = await handle.query<{ epoch: string; mark: string }[]>('told');
    expect(told).toEqual(
      expect.arrayContaining([
        { epoch, mark: '1000000' },
        { epoch: other, mark: '310' },
      ]),
    );
  });
});
