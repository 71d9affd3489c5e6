/**
 * Who may be spoken to about a debt, and what may be said: for each role in an account, by the packs of the account.
 * The engine itself contacts nobody but the debtor.
 */
import type { HoldType } from './care/holds.ts';
import { showRepresentative } from './fact-words.ts';
import type { Addressee, ContactPurpose, LegalCase } from './law/case.ts';
import { caseOf } from './law/case-of.ts';
import { findingsAt } from './law/judge.ts';
import type { Pack } from './law/rule.ts';
import { ROLES } from './parties.ts';
import type { Rules } from './rules.ts';
import type { Situation } from './stage.ts';
import type { Standing } from './standing.ts';

/** Whoever may answer a call: the parties of the account, who speaks for the debtor, and those who are neither. */
export const SPOKEN_TO = [...ROLES, 'attorney', 'contact-person', 'third-party'] as const;
/** One of SPOKEN_TO. */
export type SpokenTo = (typeof SPOKEN_TO)[number];

/**
 * What may be said. `debt`: everything about the debt. `whereabouts`: only who calls, and the question how to reach the
 * debtor. `nothing`: they are not spoken to.
 */
export const MAY_HEAR = ['debt', 'whereabouts', 'nothing'] as const;
/** One of MAY_HEAR. */
export type MayHear = (typeof MAY_HEAR)[number];

/** What may be said to a role, and the rules that say so. */
export interface Permission {
  readonly mayHear: MayHear;
  /** Whether the engine contacts them. */
  readonly isContacted: boolean;
  /** Ids of the rules of law that limit it; empty where none does. */
  readonly rules: readonly string[];
  /** In one plain sentence. */
  readonly words: string;
}

/** The most that anybody of the role may hear, whatever the law allows: third parties never learn of a debt. */
const MOST: Readonly<Record<SpokenTo, MayHear>> = {
  debtor: 'debt',
  'joint-debtor': 'debt',
  guarantor: 'debt',
  executor: 'debt',
  attorney: 'debt',
  'contact-person': 'whereabouts',
  'third-party': 'whereabouts',
};
const WORDS: Readonly<Record<MayHear, string>> = {
  debt: 'may be told of the debt, once identity is checked',
  whereabouts: 'may be asked how to reach the debtor; hears nothing of a debt',
  nothing: 'is not spoken to; hears nothing of a debt',
};
const NOT_CONTACTED = 'is not contacted by the engine';

/** What each conversation is for, and what would be said in it. */
const SAID: Readonly<Record<Exclude<MayHear, 'nothing'>, { purpose: ContactPurpose; content: readonly string[] }>> = {
  debt: { purpose: 'demand', content: ['identity', 'debt', 'amount'] },
  whereabouts: { purpose: 'locate', content: ['identity'] },
};

/** Ids of the rules that refuse it towards the addressee and would not refuse it towards the debtor. */
function rulesAgainst(
  packs: readonly Pack[],
  legalCase: LegalCase,
  addressee: Addressee,
  said: 'debt' | 'whereabouts',
) {
  const refusedTo = (to: Addressee): string[] => {
    const intent = { ...legalCase.intent, ...SAID[said], act: 'contact', addressee: to } as const;
    return findingsAt(packs, { ...legalCase, intent }).flatMap(({ kind, rule }) => (kind === 'refuse' ? [rule] : []));
  };
  const toDebtor = new Set(refusedTo('debtor'));
  return refusedTo(addressee).filter((rule) => !toDebtor.has(rule));
}

/** What may be said to somebody of the role, who is not the debtor. */
function permissionFor(packs: readonly Pack[], legalCase: LegalCase, role: Exclude<SpokenTo, 'debtor'>): Permission {
  const rules: string[] = [];
  let mayHear: MayHear = 'nothing';
  for (const said of (['debt', 'whereabouts'] as const).slice(MOST[role] === 'debt' ? 0 : 1)) {
    const against = rulesAgainst(packs, legalCase, role, said);
    rules.push(...against);
    if (against.length > 0) continue;
    mayHear = said;
    break;
  }
  return { mayHear, isContacted: false, rules: [...new Set(rules)], words: `${WORDS[mayHear]}; ${NOT_CONTACTED}` };
}

/** What may be said to the debtor, who may be represented. */
function debtorsPermission(standing: Standing): Permission {
  const words = whyNotDebtor(standing);
  if (words === null) return { mayHear: 'debt', isContacted: true, rules: [], words: WORDS.debt };
  return { mayHear: 'nothing', isContacted: false, rules: [], words };
}

/** Why the debtor is not spoken to, in words; null when they are. */
function whyNotDebtor({ represented, care }: Standing): string | null {
  const has = (hold: HoldType): boolean => care.some(({ type }) => type === hold);
  if (has('death')) return 'is reported dead';
  if (represented !== null)
    return `is represented by ${showRepresentative(represented)}: speak to the representative only`;
  if (has('distress')) return 'is in distress: only the trained person who has the task speaks to them';
  if (has('complaint')) return 'complains of being contacted: only the person who has the task speaks to them';
  return has('bankruptcy') ? 'is bankrupt: only the trained person who has the task speaks to them' : null;
}

/** What may be said about an account now, to each party and to those who are none, by its packs. */
export function permissionsFor({ packs, ladder }: Pick<Rules, 'packs' | 'ladder'>, situation: Situation): Permissions {
  const call = { stage: 'call', step: 'attempt', channel: 'call', purpose: 'demand', escalated: false } as const;
  const legalCase = caseOf(ladder, situation, { ...call, at: situation.now });
  if (legalCase === null) throw new Error('a call is a contact');
  const entries = SPOKEN_TO.map((role) => [
    role,
    role === 'debtor' ? debtorsPermission(situation.standing) : permissionFor(packs, legalCase, role),
  ]);
  return Object.fromEntries(entries) as Permissions;
}
/** By role. */
export type Permissions = Readonly<Record<SpokenTo, Permission>>;
