/** `arrears gate FILE`: what the law says of described situations, and why. Needs nothing running. */
import { GateCase, legalCaseOf } from '../../domain/contracts/gate-case.ts';
import { ownRulesOf } from '../../domain/contracts/rule-file.ts';
import { judgeCase } from '../../domain/law/judge.ts';
import { ownRulesUnder } from '../../domain/law/own-rules.ts';
import { PACKS } from '../../domain/law/packs.ts';
import type { Pack } from '../../domain/law/rule.ts';
import { type Instant, showInstant } from '../../domain/time.ts';
import { EXIT, Fault } from '../fault.ts';
import { faultsIn, fieldOf, readJson, refuseFile } from '../json-file.ts';
import { answer, type OutputOptions, paint, plain } from '../print.ts';
import { readRuleFile } from '../rule-file.ts';

interface GateOptions extends OutputOptions {
  rules?: string;
}

/** Situations of one file. */
const MOST = 10_000;
const SITUATION_REMEDY =
  'Correct it; nothing was judged. docs/gate-case.schema.json describes a situation, docs/examples/gate-case.json shows some.';

export async function judgeSituations(path: string, options: GateOptions): Promise<number> {
  const house = options.rules === undefined ? null : ownRulesOf(readRuleFile(options.rules, 'nothing was judged')).pack;
  const read = readJson(path, 'The file of situations', SITUATION_REMEDY);
  const situations = readSituations(Array.isArray(read) ? read : [read]);
  const answers = situations.map((situation) => answerTo(situation, house));
  answer(options, Array.isArray(read) ? answers : answers[0], () => answers.map(answerText).join('\n'));
  return EXIT.done;
}

/** All or none: a situation that is not understood must not look judged. */
function readSituations(values: readonly unknown[]): GateCase[] {
  if (values.length > MOST)
    throw new Fault(
      'file-refused',
      `The file holds ${values.length} situations; at most ${MOST} are judged at once.`,
      'Split it; nothing was judged.',
    );
  const faults = values.flatMap((value, at) => faultsIn(GateCase, value, `/${at}`));
  if (faults.length > 0)
    refuseFile(
      faults,
      (pointer) => {
        const [, index = '', field = ''] = /^\/(\d+)(.*)$/.exec(pointer) ?? [];
        return `Situation ${index}, field ${fieldOf(field)}`;
      },
      SITUATION_REMEDY,
    );
  return values.map((value) => GateCase.parse(value));
}

type SituationAnswer = ReturnType<typeof answerTo>;
function answerTo(situation: GateCase, house: Pack | null) {
  const law = [...new Set(situation.law)].map((name) => PACKS[name]);
  const packs = house === null ? law : [...law, ownRulesUnder(law, house)];
  const { verdict, until, findings } = judgeCase(packs, legalCaseOf(situation));
  const shown = (at: Instant | null) => (at === null ? null : showInstant(at, situation.zones[0] ?? 'UTC'));
  return {
    verdict,
    until: shown(until),
    reasons: findings.map(({ rule, kind, severity, unverified, code, words, until: end, notice }) => ({
      rule,
      kind,
      severity,
      unverified,
      code,
      words,
      until: shown(end),
      notice,
    })),
    packs: packs.map(({ name, version }) => ({ pack: name, version })),
  };
}

const COLOURS = { allow: 'dim', wait: 'bold', require: 'bold', refuse: 'red' } as const;
function answerText({ verdict, until, reasons }: SituationAnswer, index: number): string {
  const lines = reasons.map(({ rule, severity, unverified, words, until: end }) => {
    const doubt = unverified ? ' (default, unverified)' : '';
    return plain(`  ${rule}, ${severity}${doubt}: ${words}${end === null ? '' : `; until ${end}`}`);
  });
  const notices = [...new Set(reasons.flatMap(({ notice }) => notice ?? []))].join(', ');
  const what = verdict === 'require' ? ` ${notices}` : until === null ? '' : ` until ${until}`;
  return [`${index}: ${paint(COLOURS[verdict], `${verdict}${what}`)}`, ...lines].join('\n');
}
