import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Fault } from '../fault.ts';
import { assignPersons, evaluateOutcomes, showExperiment, sizeExperiment } from './evaluate-experiment.ts';

const dir = mkdtempSync(join(tmpdir(), 'arrears-experiment-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const EXAMPLE = 'docs/examples/experiment.json';
const file = (name: string, content: string): string => {
  const path = join(dir, name);
  writeFileSync(path, `${content}\n`);
  return path;
};

/** The example, over by now. */
const PAST = file(
  'past.json',
  readFileSync(EXAMPLE, 'utf8').replace('2027-01-04', '2026-01-04').replace('2027-02-28', '2026-02-28'),
);

let written = '';
beforeEach(() => {
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => void jest.restoreAllMocks());
const refusal = async (asked: Promise<unknown>): Promise<string> => {
  const error = await asked.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Fault);
  return `${(error as Fault).message} ${(error as Fault).remedy}`;
};

const HEAD = 'creditor,person,entered,segment,money,contacts,complaints';
/** Money of the arm `gentle` is higher. */
async function outcomes(count: number): Promise<string> {
  const persons = Array.from({ length: count }, (_, at) => `harbour,P-${at}`);
  await assignPersons(PAST, file('persons.csv', ['creditor,person', ...persons].join('\n')), {});
  const rows = written
    .trim()
    .split('\n')
    .slice(1)
    .map((line, at) => {
      const [creditor, person, arm] = line.split(',');
      return `${creditor},${person},2026-01-10,all,${(at % 50) + (arm === 'gentle' ? 8 : 0)}.50,${at % 5},0`;
    });
  written = '';
  return [HEAD, ...rows].join('\n');
}

test('the file says when it is answered', async () => {
  await showExperiment(EXAMPLE, {});
  expect(written).toMatch(/arms +standard 50 %, gentle 50 %/);
  expect(written).toMatch(/answer on +2027-04-29, when the 60 days/);
});

describe('size', () => {
  test('of an amount', async () => {
    await sizeExperiment({ difference: 400, deviation: 2600 });
    expect(written).toContain('664 persons in each arm');
  });
  test('of a rate', async () => {
    await sizeExperiment({ difference: 0.05, rate: 0.3, json: true });
    expect(JSON.parse(written)).toEqual({ persons: 1374 });
  });
  test('of both, or of nothing', async () => {
    expect(await refusal(sizeExperiment({ rate: 0.3 }))).toMatch(/--difference is missing/);
    expect(await refusal(sizeExperiment({ difference: 1 }))).toMatch(/--rate .* --deviation/);
    expect(await refusal(sizeExperiment({ difference: 1, rate: 0.1, deviation: 2 }))).toMatch(/--rate .* --deviation/);
    expect(await refusal(sizeExperiment({ difference: 0.5, rate: 0.6 }))).toMatch(/1 or more/);
  });
});

describe('evaluate', () => {
  test('names the winner, with each metric', async () => {
    const code = await evaluateOutcomes(PAST, file('outcomes.csv', await outcomes(2000)), { on: '2026-05-01' });
    expect(code).toBe(0);
    expect(written).toMatch(/money \(decides\).*\+[789]\.\d/);
    expect(written).toMatch(/gentle: is better/);
    expect(written).toMatch(/Winner: gentle\.$/m);
  });
  test('a day too early', async () => {
    const path = file('outcomes.csv', await outcomes(2000));
    expect(await evaluateOutcomes(PAST, path, { on: '2026-04-28' })).toBe(1);
    expect(written).toMatch(/Nothing is compared before that day/);
    expect(written).not.toContain('Winner');
  });
  test('too few persons', async () => {
    const path = file('outcomes.csv', await outcomes(1000));
    expect(await evaluateOutcomes(PAST, path, { on: '2026-05-01', json: true })).toBe(1);
    expect(JSON.parse(written)).toMatchObject({ state: 'too-few', comparisons: [], winner: null });
  });
});

describe('what is refused', () => {
  const GOOD = 'harbour,P-1,2026-01-10,all,10.00,1,0';
  test.each([
    ['an amount in words', [GOOD.replace('10.00', 'ten')], /Row 2, column money: a plain decimal/],
    ['a negative count', [GOOD.replace(',1,0', ',-1,0')], /Row 2, column contacts: a whole number/],
    [
      'a date that does not exist',
      [GOOD, GOOD.replace('P-1', 'P-2').replace('01-10', '02-30')],
      /Row 3, column entered/,
    ],
    ['a person in two rows', [GOOD, GOOD], /Rows 2 and 3 tell the outcome of one person\. Add them up/],
    ['a row that is too short', ['harbour,P-1'], /Row 2, column entered/],
    ['a row that is too long', [`${GOOD},7`], /Row 2: it has more cells/],
  ])('%s', async (_, rows, words) => {
    const path = file('bad.csv', [HEAD, ...rows].join('\n'));
    expect(await refusal(evaluateOutcomes(PAST, path, { on: '2026-05-01' }))).toMatch(words);
    expect(written).toBe('');
  });
  test('a file that was cut short', async () => {
    const path = join(dir, 'cut.csv');
    writeFileSync(path, `${HEAD}\n${GOOD}`);
    expect(await refusal(evaluateOutcomes(PAST, path, { on: '2026-05-01' }))).toMatch(/ends within a row/);
  });
  test.each([
    ['a column that is missing', HEAD.replace(',money', ''), /Row 1, column money: the column is missing/],
    ['a column that is not known', `${HEAD},name`, /Row 1, column 8: the header names no column/],
    ['a column twice', `${HEAD},money`, /Row 1, column money: the column stands twice/],
  ])('%s', async (_, head, words) => {
    expect(await refusal(evaluateOutcomes(PAST, file('bad.csv', head), { on: '2026-05-01' }))).toMatch(words);
  });

  const experiment = {
    v: 1,
    name: 'spring',
    arms: [
      { name: 'champion', share: 0.5 },
      { name: 'softer', share: 0.5 },
    ],
    primary: 'money',
    entersFrom: '2026-04-01',
    entersUntil: '2026-04-30',
    horizonDays: 60,
    minimumPersons: 150,
  };
  test.each([
    [
      'shares that do not add up',
      { arms: experiment.arms.map((arm) => ({ ...arm, share: 0.4 })) },
      /arms: the shares must add up to 1/,
    ],
    [
      'two arms of one name',
      { arms: experiment.arms.map((arm) => ({ ...arm, name: 'a' })) },
      /arms: each arm needs its own name/,
    ],
    ['an end before the beginning', { entersUntil: '2026-03-01' }, /entersUntil: must not be before entersFrom/],
    ['too few persons to tell anything', { minimumPersons: 10 }, /minimumPersons/],
    ['a metric that is not known', { primary: 'calls' }, /primary/],
    ['a field that is not known', { stopEarly: true }, /stopEarly/],
  ])('%s', async (_, change, words) => {
    const path = file('experiment.json', JSON.stringify({ ...experiment, ...change }));
    const persons = file('persons.csv', 'creditor,person\nharbour,P-1');
    expect(await refusal(assignPersons(path, persons, {}))).toMatch(words);
  });
  test('a day that is no date, or has not come', async () => {
    expect(await refusal(evaluateOutcomes(PAST, 'none.csv', { on: 'tomorrow' }))).toMatch(
      /--on "tomorrow" is not a date/,
    );
    expect(await refusal(evaluateOutcomes(PAST, 'none.csv', { on: '2099-01-01' }))).toMatch(/lies in the future/);
  });
});
