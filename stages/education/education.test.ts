import { describe, expect, test } from '@jest/globals';
import { decide } from '../../domain/decide.ts';
import { LANGUAGES } from '../../domain/letter.ts';
import { account, CREDITOR, day, effect, fact, noon, personFact } from '../../tests/support/facts.ts';
import { RULES } from '../rules.ts';
import { sampleLetter } from '../sample-letter.ts';
import { explainArrears } from './messages.ts';

const planned = (over: object = {}, person: object = {}, at = noon(1), education = true) =>
  decide(RULES, account({ creditor: { ...CREDITOR, education }, ...over }, person), at)
    .planned.filter(({ stage }) => stage === 'education')
    .map(({ verdict, dueAt }) => `${verdict} ${new Date(dueAt).toISOString().slice(0, 10)}`);

describe('the education step', () => {
  test('is switched off unless the creditor says so', () => {
    expect(planned()).toEqual([`allow ${day(2)}`]);
    expect(planned({}, {}, noon(1), false)).toEqual([]);
    expect(decide(RULES, account(), noon(1)).planned.some(({ stage }) => stage === 'education')).toBe(false);
  });
  test('leaves once in an episode, and not late in it', () => {
    expect(planned({ effects: [effect('education/information', noon(2))] }, {}, noon(4))).toEqual([]);
    expect(planned({}, {}, noon(9))).toHaveLength(1);
    expect(planned({}, {}, noon(10))).toEqual([]);
  });
  test('obeys STOP, a dispute, a hold, a promise and care', () => {
    expect(planned({}, { facts: [personFact('stop', { channel: 'email' }, noon(0))] })).toEqual([]);
    expect(planned({ facts: [fact('dispute', { about: 'other' }, noon(0))] })[0]).toMatch(/^refuse/);
    expect(planned({}, { facts: [personFact('hardship', {}, noon(0))] })[0]).toMatch(/^refuse/);
    expect(planned({ facts: [fact('hold', { until: day(9), reason: 'x' }, noon(0))] })).toEqual([]);
  });
});

test.each(LANGUAGES)('the text in %s has no amount, no date, no way to pay and no button', (language) => {
  const letter = sampleLetter(language, 40);
  const { subject = '', body } = explainArrears(letter);
  const own = [letter.creditor.phone, letter.creditor.address, letter.creditor.freeHelp, letter.creditor.complaints]
    .concat(letter.accounts.map(({ number }) => number))
    .reduce((text, known) => text.replaceAll(known, ''), body);
  expect(`${subject}${own}`).not.toMatch(/\d/);
  expect(body).not.toMatch(/[$€£¥₹]|NT\$|\bTWD\b|元/);
  expect(body).not.toContain(letter.creditor.payAt);
  expect(body).not.toContain(letter.creditor.payTo);
});
