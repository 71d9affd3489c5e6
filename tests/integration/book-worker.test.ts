/** A worker makes the file of instructions by itself, and sends it. */
import { expect, test } from '@jest/globals';
import { byPerson } from '../../domain/act.ts';
import { DAY_MS } from '../../domain/time.ts';
import { instructByHand } from '../../engine/instructions/instruct-by-hand.ts';
import { bookFilesIn, eventsIn, waiver } from '../support/book-instructions.ts';
import { RunningEngine } from '../support/running-engine.ts';
import { until } from '../support/wire.ts';

test('a worker makes the file of the day', async () => {
  const running = await RunningEngine.open();
  const { engine } = running;
  await engine.book([{ account: 'A-1' }]);
  const order = { account: 'A-1', kind: 'waiver', body: waiver('20000') } as const;
  const { id } = await instructByHand(running.db, order, byPerson('ann', engine.now));
  await running.start();
  await running.runTo(engine.now + 4 * DAY_MS);
  await until('the file leaves', async () => bookFilesIn(engine.home).length > 0, 30_000);
  const [name = '', ...others] = bookFilesIn(engine.home);
  expect(others).toEqual([]);
  expect(eventsIn(engine.home, name).map((event) => event.id)).toEqual([id]);
  await running.close();
}, 120_000);
