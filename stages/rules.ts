/** The rules that ship, put together in this one place. The processes hand them over; nobody else reads them as a default. */
import { DECIDER } from '../domain/decide.ts';
import { POLICIES } from '../domain/policies/index.ts';
import { type Rulebook, type Rules, sameForAll } from '../domain/rules.ts';
import { LADDER } from './index.ts';

export const RULES: Rules = { ladder: LADDER, policies: POLICIES, version: DECIDER };

export const RULEBOOK: Rulebook = sameForAll(RULES);
