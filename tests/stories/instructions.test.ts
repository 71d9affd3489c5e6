/** Instructions to the lender's book: quiet while it has not answered, then on with what it said. */
import { expect, test } from '@jest/globals';
import { byPerson } from '../../domain/act.ts';
import { INSTRUCTED_TYPE } from '../../domain/contracts/instruction-event.ts';
import { readStory } from '../../engine/evaluate/read-story.ts';
import { instructByHand } from '../../engine/instructions/instruct-by-hand.ts';
import { takeBookAnswers } from '../../engine/instructions/take-answers.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { answerFile, bookFilesIn, eventsIn, makeBookFiles } from '../support/book-instructions.ts';
import { on, type Story, story, twd } from '../support/story.ts';

const begun = (title: string) => story(title).day(0).overdue('1434.00', { bureau_consent: 'no' }).day(2).skip();
/** A waiver of fees is instructed. */
const waives = (told: Story, amount: string) =>
  told.also(`waives ${amount}`, async (world) => {
    const body = { components: [{ component: 'fees', amount: twd(amount) }] };
    await instructByHand(world.db, { account: 'A-1', kind: 'waiver', body }, byPerson('ann', world.now));
    await world.settle();
  });
const makesFile = (told: Story) =>
  told.also('the file of the day is made', (world) => makeBookFiles(world.db, world.home, world.now));
/** The book answers the only instruction, by a file. */
const answers = (told: Story, answer: { answer: string; reason?: string; booked_on?: string }) =>
  told.also('the book answers', async (world) => {
    const { id } = await world.db.selectFrom('book_instruction').select('id').executeTakeFirstOrThrow();
    const bytes = answerFile([{ instruction: id, ...answer }]);
    await takeBookAnswers(world.db, { creditor: 'harbour', bytes, now: world.now });
    await world.settle();
  });
const stuck = (told: Story, ...codes: string[]) =>
  told.also('is stuck', async (world) => {
    const found = (await findStuck(world.db, world.now)).map(({ code }) => code);
    expect(found.filter((code) => code.startsWith('book-'))).toEqual(codes);
  });

/** What `explain` says that the account waits for. */
const waits = (told: Story, words: string) =>
  told.also(`waits: ${words}`, async (world) => {
    const { waits } = await readStory(world.db, RULEBOOK, 'harbour/A-1', world.now);
    expect(waits?.because).toContain(words);
  });

test('a waiver leaves in the file of the day; booked, the smaller sum is asked for', async () => {
  const told = waives(begun('waived'), '200.00');
  makesFile(
    waits(told.heldBy('being-booked'), 'being booked: a waiver, the book answers by 2026-03-09').day(2, 18),
  ).also('it left', async (world) => {
    const [name = '', ...others] = bookFilesIn(world.home);
    expect([name, others]).toEqual([`${on(2)}/instructions-harbour-${on(2)}-001.jsonl`, []]);
    expect(eventsIn(world.home, name)).toMatchObject([
      {
        type: INSTRUCTED_TYPE,
        subject: 'harbour/A-1',
        time: '2026-03-04T12:00:00+08:00',
        data: {
          ...{ kind: 'waiver', effectiveOn: on(2), deadline: on(7) },
          body: { components: [{ component: 'fees', amount: twd('200.00') }] },
        },
      },
    ]);
  });
  stuck(told.day(6).left(), ...[]);
  await answers(told, { answer: 'confirmed', booked_on: on(5) })
    .heldBy()
    .money({ overdue: '1234.00', dpd: 6 })
    .unpaid(`${on(0)}=1234.00`)
    .day(8)
    .left('d6 email reminder/email-4')
    .reads('email', /1,234/)
    .end();
});

test('rejected: a person looks, quietly for three working days, then demands go on with the whole sum', () => {
  const told = answers(waives(begun('rejected'), '200.00'), { answer: 'rejected', reason: 'no such product' });
  stuck(told.tasks('book-rejected-instruction', 1), 'book-rejected');
  return waits(told.heldBy('being-booked'), 'the book rejected a waiver, a person looks until 2026-03-09')
    .day(5)
    .left()
    .day(10)
    .left('d8 email reminder/email-4')
    .money({ overdue: '1434.00' })
    .answers('book-rejected-instruction', { of: 'done', words: 'the product has no fees' })
    .tasks('book-rejected-instruction', 0)
    .end();
});

test('late: it shows, and the account stays quiet until a person takes the instruction back', () => {
  const told = waives(begun('late'), '200.00');
  stuck(told.day(7, 23), ...[]);
  stuck(told.day(8, 1), 'book-answer-late');
  return told.day(30).left().heldBy('being-booked').end();
});
