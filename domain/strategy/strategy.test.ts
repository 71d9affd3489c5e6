import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { LENDER } from '../../stages/rules.ts';
import { lintStrategy, readPublishedStrategy, readStrategy, termsFor } from './strategy.ts';
import { strategyPage } from './strategy-page.ts';

const GENTLE = readFileSync(new URL('../../strategies/gentle.yaml', import.meta.url), 'utf8');
const SOUND = readFileSync(new URL('../../strategies/online-lender.yaml', import.meta.url), 'utf8');
/** The sound text with one part replaced; throws where there is no such part. */
function changed(from: string, to: string): string {
  if (!SOUND.includes(from)) throw new Error(`no ${from}`);
  return SOUND.replace(from, to);
}
const rulesOf = (text: string) => lintStrategy(text, LENDER).map(({ rule }) => rule);

test('a sound strategy has no fault, and is read', () => {
  expect(lintStrategy(SOUND, LENDER)).toEqual([]);
  expect(readStrategy(SOUND, LENDER)).toHaveProperty('strategy.name', 'online-lender');
});

/** The end of the last segment. */
const REST = SOUND.slice(SOUND.lastIndexOf('    title: { en: Able and willing'));

/** Rule, the part that is replaced, what stands there instead, where the fault is (a part of the new text), remedy. */
const FAULTS: readonly [rule: string, from: string, to: string, at: string, remedy: RegExp][] = [
  ['yaml', '    when: inCare', '\t when: inCare', '\t when', /spaces/],
  ['yaml', 'keepDays: 14', 'keepDays: 14\nkeepDays: 15', 'keepDays: 15', /Keep one/],
  ['yaml', 'keepDays: 14', 'keepDays: !!js/function 14', '14', /tags are not read/],
  ['yaml', 'keepDays: 14', 'keepDays: &days 14', '14', /anchors are not read/],
  ['yaml', 'ladder: soft', 'ladder: *soft', '*soft', /aliases/],
  ['yaml', 'en: In care', 'en: no', 'no, zh-Hans: 特别', /in quotes: "no"/],
  ['yaml', 'sms-10: { day: 24, gap: 5 }', 'sms-10: { day: 24, at: 22:00 }', '22:00', /in quotes: "22:00"/],
  ['yaml', 'opens: 32', 'opens: 032', '032', /in quotes/],
  ['yaml', 'v: 1\nname', 'v: 1\n---\nname', '---', /Keep one/],
  ['unknown-field', 'keepDays: 14', 'keepDay: 14', 'keepDay', /Did you mean keepDays/],
  ['unknown-field', 'email-4: { day: 8', 'email-5: { day: 8', 'email-5', /Did you mean email-/],
  ['unknown-field', 'bureau: { opens: 91 }', 'bureua: { opens: 91 }', 'bureua', /Did you mean bureau/],
  ['unknown-field', 'agency: { opens: 76 }', 'agency: { opens: 76, steps: {} }', 'steps: {}', /opens/],
  ['field', 'gap: 5 }\n      call', 'gap: 0 }\n      call', '0 }\n      call', /at least 1/],
  ['field', 'ladder: firm', 'selfCureDays: 3', 'name: able-unwilling', /Add it/],
  ['field', '[email, sms] }', '[email, call] }', 'call] }', /One of: email, sms/],
  ['field', '[email, sms] }', '[email, email] }', '[email, email]', /describes the field/],
  ['field', 'firmestTone: repeat', 'firmestTone: harsh', 'harsh', /repeat, firm/],
  ['same-name', '- name: usual', '- name: soft', 'soft\n    title: { en: Usual', /own name/],
  ['unknown-ladder', 'ladder: firm', 'ladder: frm', 'frm', /Did you mean firm/],
  ['unused-ladder', 'ladder: firm', 'ladder: usual', 'firm\n    title', /leave it out/],
  ['no-rest', REST, `    when: dpd > 3\n${REST}`, 'dpd > 3', /without/],
  ['condition', 'ability == "low"\n', 'abilty == "low"\n', 'abilty', /Did you mean ability/],
  ['condition', 'ability == "low"\n', 'dpd == "low"\n', '"low"\n    ladder: usual\n\n  - name: first', /30/],
  ['condition', 'ability == "low"\n', 'ability == "lw"\n', '"lw"', /Did you mean "low"/],
  ['condition', 'ability == "low"\n', 'currency == "usd"\n', '"usd"', /Such as "TWD"/],
  ['condition', 'ability == "low"\n', 'dpd >\n', '\n    ladder: usual\n\n  - name: first', /fixed values/],
  ['condition', 'ability == "low"\n', 'dpd + 1 > 3\n', 'dpd + 1', /fixed values/],
  ['condition', 'ability == "low"\n', 'ability > "low"\n', 'ability > "low"\n', /==, != or in/],
  ['condition', 'ability == "low"\n', 'dpd\n', 'dpd\n    ladder', /dpd == 30/],
  [
    'never-true',
    'when: ability == "low"\n',
    'when: ability == "low" && ability == "high"\n',
    'ability == "low" && ability',
    /leave/,
  ],
  ['unreachable-segment', 'when: inCare', 'when: inCare || !inCare', 'ability == "unknown" ||', /Put it before/],
  [
    'firm-without-score',
    'when: ability == "unknown" || willingness == "unknown"',
    'when: willingness == "unknown"',
    'firm\n\n  - name: able-willing',
    /"unknown"/,
  ],
  [
    'no-contact',
    SOUND.slice(SOUND.indexOf('      reminder:'), SOUND.indexOf('      agency:')),
    '',
    'agency: { opens: 76',
    /reminder/,
  ],
  ['legal-without-agency', '      agency: { opens: 76 }\n', '', '{ opens: 151 }', /Add agency/],
  [
    'text-says-more',
    SOUND.slice(SOUND.indexOf('      sms:'), SOUND.indexOf('      call:')),
    '',
    '{ day: 16, gap: 5',
    /Add sms, or leave email-8 out/,
  ],
  ['too-soon', 'agency: { opens: 46 }', 'agency: { opens: 30 }', '30 }', /at least 31/],
  ['stage-order', 'bureau: { opens: 91 }', 'bureau: { opens: 76 }', '76 }\n      legal', /at least 77/],
  ['step-before-stage', 'sms-10: { day: 24', 'sms-10: { day: 23', '{ day: 23', /at least 24/],
  ['step-order', 'email-4: { day: 8,', 'email-4: { day: 1,', '{ day: 1, gap', /at least 2/],
  ['step-lapses', 'email-8: { day: 16', 'email-8: { day: 24', '{ day: 24', /smaller gap/],
  ['step-lapses', 'day: 16, gap: 5', 'day: 16, gap: 20', '{ day: 16, gap: 20', /earlier day/],
  [
    'no-lawful-hour',
    'sms-10: { day: 24, gap: 5 }',
    'sms-10: { day: 24, at: "22:30" }',
    '{ day: 24, at',
    /from 08:00 and before 21:00/,
  ],
  [
    'field',
    'callAttemptsADay: 1\n',
    'callAttemptsADay: 1\n    budgetPercent: 0\n',
    '0\n\n  - name: usual',
    /at least 1/,
  ],
  [
    'field',
    'callAttempts: 4\n',
    'callAttempts: 4\n    agencies: { north: 0 }\n',
    '0 }\n\n  - name: firm',
    /at least 1/,
  ],
  ['field', 'callAttempts: 4\n', 'callAttempts: 4\n    agencies: {}\n', '{}\n\n  - name: firm', /describes the field/],
  ['field', 'keepDays: 14', 'keepDays: 14\nholdout: { percent: 21, untilDay: 9 }', '21, untilDay', /at most 20/],
  ['field', 'keepDays: 14', 'keepDays: 14\nholdout: { percent: 5 }', '{ percent: 5 }', /Add it/],
  [
    'agencies-without-stage',
    '      agency: { opens: 31 }\n      bureau: { opens: 45 }\n      legal: { opens: 91 }\n',
    '    agencies: { north: 1 }\n',
    '{ north: 1 }',
    /Add the stage agency/,
  ],
  ['shorter-term', 'placementNoticeDays: 10', 'placementNoticeDays: 2', '2\n      bureauLeadDays: 30', /at least 3/],
];

test('a holdout needs a day on which something would be sent', () => {
  const gentle = (untilDay: number) =>
    GENTLE.replace('ladders:', `holdout: { percent: 5, untilDay: ${untilDay} }\nladders:`);
  expect(lintStrategy(gentle(5), LENDER)).toMatchObject([
    { rule: 'holdout-without-effect', line: 7, remedy: 'Give at least 6, or leave the holdout out.' },
  ]);
  expect(lintStrategy(gentle(6), LENDER)).toEqual([]);
});

test('agencies, a budget and a holdout are read, and shown in words', () => {
  const text = GENTLE.replace('ladders:', 'holdout: { percent: 5, untilDay: 20 }\nladders:').replace(
    '    terms:',
    '    agencies: { north: 60, south: 40 }\n    budgetPercent: 3\n    terms:',
  );
  const read = readStrategy(text, LENDER);
  if (!('strategy' in read)) throw new Error(JSON.stringify(read.faults));
  expect(read.strategy).toMatchObject({
    holdout: { percent: 5, untilDay: 20 },
    ladders: [{ agencies: { north: 60, south: 40 }, budgetPercent: 3 }],
  });
  expect(termsFor(read.strategy, 'everybody', LENDER.terms).agencies).toEqual({ north: 60, south: 40 });
  const page = strategyPage(read.strategy, LENDER);
  for (const words of [
    'Holdout: for 5 % of persons, nobody in care among them, the ladder begins after day 20.',
    '- Agencies, by share: north 60, south 40. No other gets an account.',
    '- Messages and calls that ask for money may cost 3 % of what is asked for in each delinquency; the first always goes.',
  ])
    expect(page).toContain(words);
});

describe('a fault has its rule, line, column and remedy', () => {
  test.each(FAULTS)('%s: %j -> %j', (rule, from, to, at, remedy) => {
    const text = changed(from, to);
    const faults = lintStrategy(text, LENDER);
    const fault = faults.find((found) => found.rule === rule);
    expect(faults.map((found) => found.rule)).toContain(rule);
    expect(fault?.remedy).toMatch(remedy);
    expect(readStrategy(text, LENDER)).toHaveProperty('faults');
    const index = text.indexOf(at);
    const before = text.slice(0, index).split('\n');
    expect([fault?.line, fault?.column]).toEqual([before.length, (before.at(-1)?.length ?? 0) + 1]);
  });
});

describe('a published text', () => {
  test.each([
    ['too-soon', 'agency: { opens: 46 }', 'agency: { opens: 30 }'],
    ['unused-ladder', 'ladder: firm', 'ladder: usual'],
    ['shorter-term', 'placementNoticeDays: 10', 'placementNoticeDays: 2'],
    ['never-true', 'when: ability == "low"\n', 'when: ability == "low" && ability == "high"\n'],
  ])('is followed whatever is checked today: %s', (rule, from, to) => {
    const text = changed(from, to);
    expect(rulesOf(text)).toContain(rule);
    expect(readPublishedStrategy(text, LENDER)).toMatchObject({ name: 'online-lender' });
  });
  test.each([
    ['no YAML', 'keepDays: 14', 'keepDays: 14\nkeepDays: 15'],
    ['a step that there is no more', 'email-4: { day: 8', 'email-5: { day: 8'],
    ['a condition that cannot be read', 'ability == "low"\n', 'abilty == "low"\n'],
    ['a segment without a ladder', 'ladder: firm', 'ladder: frm'],
    ['accounts without a segment', REST, `    when: dpd > 3\n${REST}`],
  ])('is not followed with %s', (_, from, to) => {
    expect(readPublishedStrategy(changed(from, to), LENDER)).toBeNull();
  });
});

describe('what bounds a text', () => {
  test('too long, too deep, a version of YAML, no block', () => {
    expect(lintStrategy(`# ${'x'.repeat(200_001)}`, LENDER)[0]?.what).toMatch(/longer than/);
    expect(lintStrategy('[\n'.repeat(25_000), LENDER)).toEqual([
      expect.objectContaining({ line: 33, what: 'is nested too deep' }),
    ]);
    const hidden = { comment: `# ${']'.repeat(12_000)}\n${'['.repeat(12_000)}`, quotes: '["]",'.repeat(1900) };
    for (const text of Object.values(hidden))
      expect(lintStrategy(text, LENDER)[0]?.what).toMatch(/nested too deep|no YAML|more than 2000 keys/);
    expect(lintStrategy(`{${'a,'.repeat(20_000)}}`, LENDER)[0]?.what).toMatch(/more than 2000 keys/);
    expect(lintStrategy('%YAML 1.1\n---\nv: 1', LENDER)[0]?.what).toMatch(/version of YAML/);
    expect(lintStrategy('', LENDER)[0]?.what).toMatch(/no block of fields/);
    expect(lintStrategy(`${SOUND}# a note\0\n`, LENDER)).toEqual([
      expect.objectContaining({ line: SOUND.split('\n').length, column: 9, what: 'has a control character' }),
    ]);
  });
  test('ten thousand steps are refused at once, and of many faults few are told', () => {
    const withSteps = (count: number) => {
      const steps = Array.from({ length: count }, (_, at) => `          s${at}: {}`).join('\n');
      return changed('          email-1: { day: 1, channels: [email, sms] }\n', `${steps}\n`);
    };
    expect(lintStrategy(withSteps(10_000), LENDER)[0]?.what).toMatch(/longer than/);
    expect(lintStrategy(withSteps(2500), LENDER)).toEqual([
      expect.objectContaining({ what: 'the file has more than 2000 keys' }),
    ]);
    expect(lintStrategy(withSteps(300), LENDER)).toHaveLength(20);
  });
  test('conditions that tell too many kinds of accounts apart are refused, not half judged', () => {
    const many = ['asked', 'balance', 'dpd', 'debtAgeDays', 'selfCures', 'promisesKept']
      .map((field) => `(${field} > 5 || ${field} == 3 || ${field} == 1)`)
      .join(' && ');
    expect(rulesOf(changed('when: inCare', `when: ${many}`))).toEqual(['too-many-kinds']);
  });
  test('an answer is an answer for each text', () => {
    for (let cut = 0; cut < SOUND.length; cut += 97)
      expect(Array.isArray(lintStrategy(SOUND.slice(0, cut), LENDER))).toBe(true);
  });
});
