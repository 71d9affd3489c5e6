import { describe, expect, test } from '@jest/globals';
import { Fault } from './fault.ts';
import { readChoice, readDate, readMoment, readMoney, readName, readParts, readTask } from './input.ts';

/** The sentence and remedy of what is thrown, with its exit code. */
function refused(read: () => unknown): { sentence: string; remedy: string; exit: number } {
  try {
    read();
  } catch (error) {
    if (error instanceof Fault) return { sentence: error.message, remedy: error.remedy, exit: error.exit };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('amounts as people type them', () => {
  test.each([
    ['1434', 'TWD', '143400'],
    ['1434.5', 'TWD', '143450'],
    [' 1434.50 ', 'TWD', '143450'],
    ['1434', 'JPY', '1434'],
    ['1.434', 'KWD', '1434'],
  ])('%p in %s is %s', (text, currency, minor) => expect(readMoney(text, currency)).toEqual({ currency, minor }));

  test.each([
    ['1,434', 'has a thousands mark.', 'Write 1434 instead.'],
    ['1434.505', 'has more decimals than TWD.', 'Round it to the decimals of the currency.'],
    ['NT$5', 'is not a plain decimal number.', 'Write it as 1434 or 1434.50.'],
    ['1234567890123456', 'is too large.', 'Use at most 13 digits before the point.'],
  ])('%p is refused', (text, sentence, remedy) =>
    expect(refused(() => readMoney(text, 'TWD'))).toEqual({
      sentence: `The amount "${text}" ${sentence}`,
      remedy,
      exit: 2,
    }),
  );
});

describe('dates and moments', () => {
  test('a date must exist', () => {
    expect(readDate('2026-02-28', '--until')).toBe('2026-02-28');
    expect(refused(() => readDate('2026-02-29', '--until')).sentence).toBe(
      '--until "2026-02-29" is not a date that exists.',
    );
  });

  test.each([
    ['2026-03-05', '2026-03-04T16:00:00.000Z'],
    ['2026-03-05T09:30', '2026-03-05T01:30:00.000Z'],
    ['2026-03-05 09:30', '2026-03-05T01:30:00.000Z'],
    ['2026-03-05T09:30+01:00', '2026-03-05T08:30:00.000Z'],
    ['2026-03-05T09:30:00Z', '2026-03-05T09:30:00.000Z'],
  ])('%p of Taipei is %s', (text, iso) => expect(readMoment(text, 'Asia/Taipei', '--at')).toBe(iso));

  test.each(['soon', '2026-02-30', '2026-03-05T25:00', '2026-03-05T10:75', '2026-03-05Z', '2026-03-05T25:00Z'])(
    '%p is no moment',
    (text) =>
      expect(refused(() => readMoment(text, 'Asia/Taipei', '--at')).sentence).toBe(`--at "${text}" is not a moment.`),
  );
});

describe('lists and names', () => {
  test('parts come one by one or joined', () => {
    const twd = (minor: string) => ({ currency: 'TWD', minor });
    const both = [
      { on: '2026-03-12', amount: twd('71700') },
      { on: '2026-04-12', amount: twd('71750') },
    ];
    expect(readParts(['2026-03-12=717', '2026-04-12=717.50'], 'TWD', '--parts')).toEqual(both);
    expect(readParts(['2026-03-12=717; 2026-04-12=717.50'], 'TWD', '--parts')).toEqual(both);
    expect(refused(() => readParts(['717'], 'TWD', '--parts')).remedy).toBe('Write it as 2026-03-12=717.00.');
    expect(refused(() => readParts(['2026-13-12=717'], 'TWD', '--parts')).sentence).toContain(
      'is not a date that exists',
    );
  });

  test('a choice names the nearest', () => {
    expect(readChoice('sms', ['sms', 'email'], '--channel')).toBe('sms');
    expect(refused(() => readChoice('emial', ['sms', 'email'], '--channel'))).toEqual({
      sentence: '--channel "emial" is not known.',
      remedy: 'Did you mean email?',
      exit: 2,
    });
  });

  test('a task is a number, an act has a name', () => {
    expect(readTask('12')).toBe(12);
    for (const text of ['0', '-1', '1.5', 'twelve']) expect(refused(() => readTask(text)).exit).toBe(2);
    expect(readName('Ann')).toBe('Ann');
    for (const name of [undefined, '', ' ']) expect(refused(() => readName(name)).remedy).toBe('Add --as NAME.');
  });
});
