/**
 * The lender's own rules that ship: the strictest hours and caps that the known laws have in common. A lender replaces
 * them by a file (ARREARS_RULES); the law of the place binds beside them in any case.
 */
import type { OwnRules } from './own-rules.ts';
import type { Counted, Pack, Rule } from './rule.ts';

/** Every contact but a thank-you or an answer counts. */
const ANY_CONTACT: Counted = {
  channels: ['call', 'sms', 'email', 'message'],
  purposes: ['demand', 'notice', 'information', 'locate'],
};
const OWN = { clause: 'own rule', source: 'the lender', confidence: 'verbatim', from: null, until: null } as const;

const RULES: readonly Rule[] = [
  {
    ...OWN,
    id: 'HOUSE-TIME-01',
    words: 'Contact only from 08:00 up to 21:00 where the person lives.',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'hours', opens: 8 * 60, closes: 21 * 60 },
  },
  {
    ...OWN,
    id: 'HOUSE-FREQ-01',
    words: 'No demand after the second contact of a day, over all channels and accounts of the person.',
    severity: 'hard',
    binds: { acts: ['contact'], purposes: ['demand'] },
    demand: { kind: 'cap', counts: ANY_CONTACT, per: 'person', days: 1, most: 2 },
  },
  {
    ...OWN,
    id: 'HOUSE-FREQ-02',
    words: 'No demand after the seventh contact in seven days, over all channels and accounts of the person.',
    severity: 'hard',
    binds: { acts: ['contact'], purposes: ['demand'] },
    demand: { kind: 'cap', counts: ANY_CONTACT, per: 'person', days: 7, most: 7 },
  },
];

/** What a person asks for is kept whatever rules a lender has: these stand beside the lender's own. */
export const WISHES: readonly Rule[] = [
  {
    ...OWN,
    id: 'HOUSE-WISH-01',
    words: 'Contact only in the hours that the person asked for.',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'preferences', of: 'hours' },
  },
  {
    ...OWN,
    id: 'HOUSE-WISH-02',
    words: 'No contact by a channel that the person does not want.',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'preferences', of: 'channel' },
  },
  {
    ...OWN,
    id: 'HOUSE-WISH-03',
    words: 'No contact at a place where the person does not want it.',
    severity: 'hard',
    binds: { acts: ['contact'] },
    demand: { kind: 'preferences', of: 'place' },
  },
];

/** The lender's own rules that ship. */
export const HOUSE: Pack = {
  name: 'house',
  title: 'The lender’s own rules',
  version: '1',
  rules: RULES,
  notCovered: [],
};

/** They cover no country that has no pack. */
export const SHIPPED_RULES: OwnRules = { pack: HOUSE, covers: [] };
