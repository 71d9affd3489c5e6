/** A stage that is not shipped, added as docs/adding-a-stage.md says: one folder, one line, nothing else. */
import { expect, test } from '@jest/globals';
import { decide } from '../../domain/decide.ts';
import { RULES } from '../../stages/rules.ts';
import { fieldVisit } from '../field-visit/stage.ts';
import { account, CONTACTED, noon } from '../support/facts.ts';
import { story } from '../support/story.ts';

const { ladder } = RULES;
const rules = { ...RULES, ladder: [...ladder.slice(0, 3), fieldVisit, ...ladder.slice(3)] };

test('decide knows it', () => {
  const facts = account({ effects: [...CONTACTED] });
  expect(decide(RULES, facts, noon(22)).stage).toBe('call');
  const decision = decide(rules, facts, noon(22));
  expect(decision.stage).toBe('field-visit');
  expect(decision.planned.map((wanted) => `${wanted.step} by ${wanted.channel}`)).toEqual([
    'announcement by email',
    'visit by desk',
  ]);
});

test('an account goes through it: announced, visited, and only then to the agency', () =>
  story('field visit', { rules })
    .day(0)
    .overdue('1434.00')
    .day(21)
    .skip()
    .day(26)
    .left('d22 email field-visit/announcement', 'd25 desk field-visit/visit')
    .reads('email', /One of our own staff would like to talk to you/)
    .stands('field-visit')
    .tasks('field-visit', 1)
    .day(33)
    .left()
    .why('steps-not-ended')
    .answers('field-visit', { of: 'done', words: 'nobody was at home' })
    .day(38)
    .left('d33 email agency/notice', 'd36 agency agency/handover')
    .end());

test('a payment stops it like any other stage, in Chinese too', () =>
  story('field visit stopped', { rules })
    .day(0)
    .overdue('1434.00', { language: 'zh-Hans', name: '林美' })
    .day(23)
    .reads('email', /上门/)
    .skip()
    .pays('1434.00')
    .day(40)
    .left('d23 email receipt/thanks')
    .tasks('field-visit', 0)
    .end());
