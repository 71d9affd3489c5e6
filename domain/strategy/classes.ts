/**
 * The classes of an account: ability and willingness. The score gives them, behaviour moves willingness by one step at
 * most, a human decision stands above both. Pure; docs/classes.md says it in words.
 */
import type { AccountFactBodies } from '../facts.ts';
import type { Language } from '../letter.ts';
import { addDays, type CalendarDate, daysBetween, type Instant, localDate } from '../time.ts';
import { decisionOn, isContested } from './decided.ts';
import { AXES, type Axis, KNOWN_CLASSES, type ScoreClass } from './score/axes.ts';
import type { Score } from './score/score.ts';
import { type Behaviour, type Signs, signsOf } from './signs.ts';

/** By how many signs those of one direction must outnumber the others to move a class. */
export const SIGNS_TO_MOVE = 2;
/** Days after any change of a class before it may become harsher. */
export const DAYS_BEFORE_WORSE = 14;
/** Days after any change of a class before it may become better. */
export const DAYS_BEFORE_BETTER = 1;

/** A class and the day since which it holds. */
interface HeldClass {
  readonly class: ScoreClass;
  readonly since: CalendarDate;
}
/** The classes that score and behaviour gave, before any human decision: what the next answer starts from. */
export type HeldClasses = Readonly<Record<Axis, HeldClass>>;

/** As much of a score as the classes depend on. */
export type ScoredClasses = { readonly [A in Axis]: Pick<Score[A], 'class'> };

/** Why a class is what it is. */
export interface ClassReason {
  readonly code:
    | 'scored'
    | 'not-scored'
    | 'sign'
    | 'raised'
    | 'lowered'
    | 'protected'
    | 'waits'
    | 'contested'
    | 'reviewed';
  readonly axis: Axis;
  readonly words: Readonly<Record<Language, string>>;
}

/** The classes of an account. */
export interface AccountClasses {
  readonly ability: ScoreClass;
  readonly willingness: ScoreClass;
  readonly held: HeldClasses;
  /** Ability first; of an axis in the order in which it came about. */
  readonly because: readonly ClassReason[];
  /** The first day on which another answer may follow without a new fact or feature; null when there is none. */
  readonly againOn: CalendarDate | null;
}

/** Classes in Chinese. */
const ZH: Readonly<Record<ScoreClass, string>> = { high: '高', middle: '中', low: '低', unknown: '未知' };

/**
 * The classes today. `score` is null for an account that was never scored; `previous` is what the last answer held,
 * null before the first.
 */
export function classesOf(
  score: ScoredClasses | null,
  behaviour: Behaviour,
  now: Instant,
  previous: HeldClasses | null,
): AccountClasses {
  const { facts, creditor } = behaviour.account;
  const today = localDate(now, creditor.zone);
  const signs = signsOf(behaviour, now);
  const because: ClassReason[] = [];
  const changeOn: CalendarDate[] = [...signs.changeOn];
  const decided = decisionOn(facts, today);
  if (decided?.until !== undefined) changeOn.push(addDays(decided.until, 1));
  const contested = isContested(facts);
  const held = {} as Record<Axis, HeldClass>;
  const inForce = {} as Record<Axis, ScoreClass>;
  for (const axis of AXES) {
    const scored = score?.[axis].class ?? 'unknown';
    because.push(scoredReason(axis, scored));
    const target = axis === 'willingness' ? moved(scored, signs, because) : scored;
    const next = nextHeld(target, previous?.[axis] ?? null, today);
    held[axis] = next.held;
    if (next.againOn !== null) {
      changeOn.push(next.againOn);
      because.push(waitsReason(axis, next.held.class, target, next.againOn));
    }
    inForce[axis] = decidedClass(axis, next.held.class, { decided, contested }, because);
  }
  return { ...inForce, held, because, againOn: changeOn.filter((on) => on > today).sort()[0] ?? null };
}

/** 0 is the best; -1 for `unknown`. */
const rankOf = (name: ScoreClass): number => (KNOWN_CLASSES as readonly ScoreClass[]).indexOf(name);
/** The class that is so many steps worse, the worst at most; `unknown` has no neighbours. */
function shifted(from: ScoreClass, steps: number): ScoreClass {
  if (from === 'unknown') return from;
  const rank = Math.min(Math.max(rankOf(from) + steps, 0), KNOWN_CLASSES.length - 1);
  return KNOWN_CLASSES[rank] as ScoreClass;
}

/** Whether a class is treated more harshly than another. Unknown is treated gently: nothing known is milder. */
export const isHarsher = (a: ScoreClass, b: ScoreClass): boolean => rankOf(a) > Math.max(rankOf(b), 0);

/** The class that the signs make of the scored one: one step away at most. Unknown stays unknown. */
function moved(scored: ScoreClass, { signs, isProtected }: Signs, because: ClassReason[]): ScoreClass {
  const add = (code: ClassReason['code'], words: ClassReason['words']) =>
    because.push({ code, axis: 'willingness', words });
  for (const { words } of signs) add('sign', words);
  if (isProtected)
    add('protected', {
      en: 'nothing counts against the person during a dispute, a hold, care or representation',
      'zh-Hans': '在异议、暂缓、关怀措施或由他人代理期间，任何行为均不作不利评价',
    });
  if (scored === 'unknown') return scored;
  const lead = signs.reduce((sum, { good }) => sum + (good ? 1 : -1), 0);
  if (Math.abs(lead) < SIGNS_TO_MOVE) return scored;
  const target = shifted(scored, lead > 0 ? -1 : 1);
  if (target === scored) return scored;
  if (lead > 0) add('raised', { en: 'their behaviour raises it by one step', 'zh-Hans': '其行为使等级上调一级' });
  else add('lowered', { en: 'their behaviour lowers it by one step', 'zh-Hans': '其行为使等级下调一级' });
  return target;
}

/**
 * One step from the class before towards the target, once the days since its last change are over. A class that was or
 * becomes unknown takes the target at once.
 */
function nextHeld(
  target: ScoreClass,
  before: HeldClass | null,
  today: CalendarDate,
): { held: HeldClass; againOn: CalendarDate | null } {
  if (before === null) return { held: { class: target, since: today }, againOn: null };
  if (before.class === target) return { held: before, againOn: null };
  if (before.class === 'unknown' || target === 'unknown')
    return { held: { class: target, since: today }, againOn: null };
  const isWorse = isHarsher(target, before.class);
  const days = isWorse ? DAYS_BEFORE_WORSE : DAYS_BEFORE_BETTER;
  if (daysBetween(before.since, today) < days) return { held: before, againOn: addDays(before.since, days) };
  const held = { class: shifted(before.class, isWorse ? 1 : -1), since: today };
  return { held, againOn: held.class === target ? null : addDays(today, days) };
}

/** The class in force: a human decision stands; while the person waits for one, nothing is harsher than middle. */
function decidedClass(
  axis: Axis,
  held: ScoreClass,
  { decided, contested }: { decided: AccountFactBodies['classes-reviewed'] | null; contested: boolean },
  because: ClassReason[],
): ScoreClass {
  const before = decided?.[axis] ?? held;
  if (decided !== null) because.push(reviewedReason(axis, decided));
  if (!contested) return before;
  because.push({
    ...{ code: 'contested', axis },
    words: {
      en: 'the person wants a human decision: until then nothing is harsher than middle',
      'zh-Hans': '本人要求人工决定：在此之前等级不低于“中”',
    },
  });
  return before === 'low' ? 'middle' : before;
}

function reviewedReason(axis: Axis, decided: AccountFactBodies['classes-reviewed']): ClassReason {
  const { by, reason, until } = decided;
  return {
    ...{ code: 'reviewed', axis },
    words: {
      en: `${by} decided ${decided[axis]}${until === undefined ? '' : ` until ${until}`}: ${reason}`,
      'zh-Hans': `${by} 决定为${ZH[decided[axis]]}${until === undefined ? '' : `，至 ${until}`}：${reason}`,
    },
  };
}

function scoredReason(axis: Axis, scored: ScoreClass): ClassReason {
  if (scored === 'unknown')
    return {
      ...{ code: 'not-scored', axis },
      words: { en: 'no score: features are missing', 'zh-Hans': '未评分：缺少所需特征' },
    };
  return {
    ...{ code: 'scored', axis },
    words: { en: `the score says ${scored}`, 'zh-Hans': `评分为${ZH[scored]}` },
  };
}

function waitsReason(axis: Axis, held: ScoreClass, target: ScoreClass, on: CalendarDate): ClassReason {
  return {
    ...{ code: 'waits', axis },
    words: {
      en: `it stays ${held} for now: another step towards ${target} on ${on} at the earliest`,
      'zh-Hans': `目前保持为${ZH[held]}：最早于 ${on} 再向${ZH[target]}调整一级`,
    },
  };
}
