/** The tests that every pack of law passes: it is sound, and answers each of its vectors as it must. */
import { describe, expect, test } from '@jest/globals';
import { GateCase, legalCaseOf } from '../../domain/contracts/gate-case.ts';
import { type Finding, judgeCase } from '../../domain/law/judge.ts';
import type { Jurisdiction, Pack, Rule } from '../../domain/law/rule.ts';
import type { Expected, Vector } from '../../domain/law/vector.ts';
import { CODES, RULE_IDS } from './pack-names.ts';
import { unsound } from './sound-rule.ts';

function answerTo(pack: Pack, { situation }: Vector): { answer: Expected | 'wait'; findings: readonly Finding[] } {
  const checked = GateCase.parse(situation);
  expect(checked.law).toEqual([pack.name]);
  const { verdict, until, findings } = judgeCase([pack], legalCaseOf(checked));
  const notice = findings.find(({ kind }) => kind === 'require')?.notice;
  if (verdict === 'require') return { answer: { require: notice ?? '' }, findings };
  return { answer: until === null ? verdict : { wait: new Date(until).toISOString() }, findings };
}

const inUtc = (answer: Expected): Expected =>
  typeof answer === 'object' && 'wait' in answer ? { wait: new Date(answer.wait).toISOString() } : answer;

/** Declares the tests of a pack. */
export function testPack(name: Jurisdiction, pack: Pack, vectors: readonly Vector[]): void {
  describe(name, () => {
    testSoundness(name, pack);
    testNames(name, pack, vectors);
    testVectors(pack, vectors);
  });
}

function testVectors(pack: Pack, vectors: readonly Vector[]): void {
  test.each(vectors.map((vector) => [`${vector.rule}: ${vector.says}`, vector] as const))('%s', (_, vector) => {
    const { answer, findings } = answerTo(pack, vector);
    expect(answer).toEqual(inUtc(vector.answer));
    if (vector.answer !== 'allow') expect(findings.map(({ rule }) => rule)).toContain(vector.rule);
  });

  test('each rule that the gate asks has a vector that it holds back, and a vector that passes', () => {
    const holds = new Set(vectors.filter(({ answer }) => answer !== 'allow').map(({ rule }) => rule));
    const passes = new Set(vectors.filter(({ answer }) => answer === 'allow').map(({ rule }) => rule));
    const gated = pack.rules.filter(({ demand }) => demand.kind !== 'duty');
    expect(gated.filter(({ id }) => !holds.has(id) || !passes.has(id)).map(({ id }) => id)).toEqual([]);
  });
}

function testSoundness(name: Jurisdiction, { title, version, notCovered, rules, ...pack }: Pack): void {
  test('versions of a rule do not overlap', () => {
    const byId = new Map<string, Rule[]>();
    for (const rule of rules) byId.set(rule.id, [...(byId.get(rule.id) ?? []), rule]);
    for (const versions of byId.values()) {
      const dated = [...versions].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
      dated.slice(1).forEach((rule, at) => {
        const before = dated[at] as Rule;
        expect(before.until !== null && rule.from !== null && before.until <= rule.from).toBe(true);
      });
    }
  });

  test('every rule is written in names that exist, and says where it stands', () =>
    expect(rules.flatMap((rule) => unsound(name, rule) ?? [])).toEqual([]));

  test('the pack is named, dated and says what it does not cover', () => {
    expect(pack.name).toBe(name);
    expect(version).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect([title, ...notCovered].every((text) => text.length > 3)).toBe(true);
    expect(notCovered.length).toBeGreaterThan(0);
  });
}

function testNames(name: Jurisdiction, pack: Pack, vectors: readonly Vector[]): void {
  test('ids and codes are stored by others: none changes', () => {
    expect(pack.rules.map(({ id }) => id)).toEqual(RULE_IDS[name]);
    const codes = new Map<string, Set<string>>();
    for (const { rule, demand, code } of vectors.flatMap((vector) => answerTo(pack, vector).findings))
      if (demand === 'judged') codes.set(rule, (codes.get(rule) ?? new Set()).add(code));
    const known = Object.entries(CODES).filter(([id]) => RULE_IDS[name].includes(id));
    expect([...codes].map(([id, found]) => [id, [...found].sort()]).sort()).toEqual(known.sort());
  });
}
