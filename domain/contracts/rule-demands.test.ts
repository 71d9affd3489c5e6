import { describe, expect, test } from '@jest/globals';
import { ownRulesOf, RuleFile } from './rule-file.ts';

const fileOf = (...rules: object[]) => ({
  version: '7',
  rules: rules.map((rule, at) => ({ id: `R${at}`, words: 'A rule of ours', ...rule })),
});
const demandOf = (demand: object) => ownRulesOf(RuleFile.parse(fileOf({ demand }))).pack.rules[0]?.demand;

describe('a file of rules', () => {
  test('becomes a pack of the lender’s own rules', () => {
    const binds = { acts: ['contact'], channels: ['call'] };
    const { pack } = ownRulesOf(RuleFile.parse(fileOf({ binds, demand: { kind: 'hours', hours: '09:00-20:00' } })));
    expect(pack).toMatchObject({ name: 'house', version: '7', notCovered: [] });
    expect(pack.rules).toEqual([
      {
        id: 'R0',
        words: 'A rule of ours',
        clause: 'own rule',
        source: 'the lender',
        confidence: 'verbatim',
        severity: 'hard',
        from: null,
        until: null,
        binds,
        demand: { kind: 'hours', opens: 540, closes: 1200 },
      },
    ]);
  });

  test.each([
    [
      { kind: 'hours', hours: '08:00-24:00', agreed: true },
      { kind: 'hours', opens: 480, closes: 1440, agreed: true },
    ],
    [
      { kind: 'cap', days: 7, most: 3 },
      { kind: 'cap', counts: {}, per: 'person', days: 7, most: 3 },
    ],
    [
      { kind: 'cool-down', after: { outcomes: ['conversation'] }, per: 'debt', days: 7, unlessConsent: 'further' },
      { kind: 'cool-down', after: { outcomes: ['conversation'] }, per: 'debt', days: 7, unlessConsent: 'further' },
    ],
    [
      { kind: 'gap', minutes: 5 },
      { kind: 'gap', after: {}, per: 'person', minutes: 5 },
    ],
    [
      { kind: 'status', status: 'dispute' },
      { kind: 'status', status: 'dispute' },
    ],
    [
      { kind: 'notice', notice: 'visit' },
      { kind: 'notice', notice: 'visit', days: 0, since: 'sent' },
    ],
    [
      { kind: 'content', forbids: ['lawsuit'] },
      { kind: 'content', forbids: ['lawsuit'] },
    ],
    [
      { kind: 'preferences', of: 'hours' },
      { kind: 'preferences', of: 'hours' },
    ],
  ])('reads %j', (demand, expected) => expect(demandOf(demand)).toStrictEqual(expected));

  test.each([
    [
      'two rules of one id',
      fileOf(
        { id: 'A', demand: { kind: 'consent', scope: 'x' } },
        { id: 'A', demand: { kind: 'consent', scope: 'y' } },
      ),
    ],
    ['a function', fileOf({ demand: { kind: 'judged' } })],
    ['a field that is not known', fileOf({ demand: { kind: 'status', status: 'dispute', maybe: true } })],
    ['hours that end before they begin', fileOf({ demand: { kind: 'hours', hours: '20:00-09:00' } })],
    ['a day that does not exist', fileOf({ from: '2026-02-30', demand: { kind: 'status', status: 'dispute' } })],
  ])('refuses %s', (_, file) => expect(RuleFile.safeParse(file).success).toBe(false));
});
