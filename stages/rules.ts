/**
 * The shipped rules, put together in this one place. The processes pass them on; nothing else reads them as a default.
 */
import { DECIDER } from '../domain/decide.ts';
import { OFFERS } from '../domain/fact-choices.ts';
import { HOUSE, SHIPPED_RULES } from '../domain/law/house.ts';
import type { OwnRules } from '../domain/law/own-rules.ts';
import type { Terms } from '../domain/limits.ts';
import { POLICIES } from '../domain/policies/index.ts';
import { type LawfulRulebook, type LenderRules, lawfulRulebook, type Rules, rulesUnder } from '../domain/rules.ts';
import { LADDER } from './index.ts';

const TERMS: Terms = {
  placementDays: 60,
  placementNoticeDays: 3,
  bureauLeadDays: 14,
  noticeReturnDays: 7,
  finalDemandDays: 14,
  callAttempts: 6,
  callAttemptsADay: 2,
  agencies: null,
  offers: OFFERS,
  firmestTone: 'firm',
};

/** The shipped rules of the lender without its own rules of contact. */
export const LENDER: Omit<LenderRules, 'house'> = {
  ladder: LADDER,
  policies: POLICIES,
  terms: TERMS,
  version: DECIDER,
};

/** The lender's rules alone, under no law. */
export const RULES: Rules = rulesUnder([], { ...LENDER, house: HOUSE });

/** The rules of every account under its own law, beside the lender's own rules of contact: shipped, or of a file. */
export const rulebookWith = (own: OwnRules): LawfulRulebook => lawfulRulebook(LENDER, own);

/** The rules of every account, beside the shipped rules of contact. */
export const RULEBOOK: LawfulRulebook = rulebookWith(SHIPPED_RULES);
