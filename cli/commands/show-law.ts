/** `arrears law`: the rules of law that hold on a day. Needs nothing running. */
import { PACKS } from '../../domain/law/packs.ts';
import { isUnverified, JURISDICTIONS, type Jurisdiction, type Pack, type Rule } from '../../domain/law/rule.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { UsageFault } from '../fault.ts';
import { readDate, today } from '../input.ts';
import { answer, count, type OutputOptions, paint, wrap } from '../print.ts';

interface LawOptions extends OutputOptions {
  on?: string;
}

export async function showLaw(typed: string | undefined, options: LawOptions): Promise<void> {
  const on = options.on === undefined ? today() : readDate(options.on, '--on');
  const names = typed === undefined ? JURISDICTIONS : [readJurisdiction(typed)];
  const packs = names.map((name) => packAnswer(PACKS[name], on));
  answer(options, packs, () => packs.map((pack) => packText(pack)).join('\n\n'));
}

function readJurisdiction(typed: string): Jurisdiction {
  const found = JURISDICTIONS.find((name) => name === typed.toUpperCase());
  if (found !== undefined) return found;
  throw new UsageFault(`There is no law of "${typed}" here.`, `One of: ${JURISDICTIONS.join(', ')}.`);
}

const isHeld = ({ from, until }: Rule, on: CalendarDate): boolean =>
  (from === null || from <= on) && (until === null || until > on);

type PackAnswer = ReturnType<typeof packAnswer>;
function packAnswer({ name, title, version, rules, notCovered }: Pack, on: CalendarDate) {
  return {
    jurisdiction: name,
    title,
    version,
    on,
    rules: rules.filter((rule) => isHeld(rule, on)).map(ruleAnswer),
    notCovered: [...notCovered],
  };
}
function ruleAnswer(rule: Rule) {
  const { id, severity, confidence, from, until, words, clause, source, demand } = rule;
  const { keptBy, clock = null } = demand.kind === 'duty' ? demand : { keptBy: null };
  return {
    rule: id,
    severity,
    confidence,
    unverified: isUnverified(rule),
    from,
    until,
    words,
    clause,
    source,
    demand: demand.kind,
    keptBy,
    clock,
  };
}
type RuleAnswer = ReturnType<typeof ruleAnswer>;

function packText({ jurisdiction, title, version, on, rules, notCovered }: PackAnswer): string {
  const head = `${paint('bold', `${jurisdiction}  ${title}`)}, version ${version}, ${count(rules.length, 'rule')} on ${on}`;
  const gaps = notCovered.length === 0 ? [] : ['  Not covered:', ...notCovered.map((words) => wrap(words, '    '))];
  return [head, ...rules.map(ruleText), ...gaps].join('\n');
}

function ruleText({ rule, severity, confidence, unverified, from, until, words, clause, keptBy }: RuleAnswer): string {
  const sure = unverified ? `${confidence} (default, unverified)` : confidence;
  const dated = `${from === null ? '' : `, from ${from}`}${until === null ? '' : `, no longer from ${until}`}`;
  return [
    `  ${rule}  ${severity}, ${sure}${dated}`,
    wrap(words, '    '),
    wrap(clause, '    '),
    ...(keptBy === null ? [] : [wrap(`Not judged by the gate: ${keptBy}.`, '    ')]),
  ].join('\n');
}
