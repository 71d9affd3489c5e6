/** A caller's day over the real stack: work is taken in order, a wish for a call back is kept by everybody. */
import { expect, test } from '@jest/globals';
import { instantAt } from '../../domain/time.ts';
import { takeNext } from '../../engine/tasks/take-work.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { on, type Story, story } from '../support/story.ts';

const goesAway = (told: Story) =>
  told.also('callers are away', async (world) => {
    world.callersAway = true;
  });
/** Expects what a taker gets: the kind of the task and why it came, or why nothing may be done. */
const takes = (told: Story, as: string, kind: string | null, because: string) =>
  told.also(`${as} takes work`, async (world) => {
    const { taken, skipped } = await takeNext(
      { db: world.db, rulebook: RULEBOOK, now: world.now },
      {},
      { as, minutes: 30 },
    );
    const row =
      taken && (await world.db.selectFrom('task').select('kind').where('no', '=', taken.no).executeTakeFirst());
    expect([row?.kind ?? null, [...(taken?.because ?? []), ...skipped.map(({ because }) => because)]]).toEqual([
      kind,
      expect.arrayContaining([expect.stringContaining(because)]),
    ]);
  });

test('a call waits for the morning; who has it keeps it from the others', async () => {
  const opened = goesAway(story('in the morning')).day(0).overdue('1434.00').day(16, 23);
  const atNight = takes(opened, 'ann', null, '');
  const taken = takes(atNight.day(17, 9), 'ann', 'call', 'late for');
  await takes(taken, 'ann', 'call', 'you have it already').end();
});

test('asked to be called in four days: no message and no call before, then first of all', async () => {
  const callBackAt = instantAt(on(20), 14 * 60 + 30, 'Asia/Taipei');
  const asked = story('called back')
    .day(0)
    .overdue('1434.00')
    .callers({ contact: 'right-party', result: 'call-back', callBackAt })
    .day(15)
    .skip()
    .day(16)
    .left('d16 call call/attempt');
  const called = goesAway(asked).day(20, 14).left().day(20, 15).left('d20 call call/attempt#1001');
  await takes(called, 'bo', 'call', 'the person asked to be called now').end();
});
