/** The scopes of consent that rules of the shipped packs read; no other may be recorded. */
import { PACKS } from './packs.ts';
import type { Demand } from './rule.ts';

function scopesOf(demand: Demand): readonly string[] {
  switch (demand.kind) {
    case 'consent':
      return [demand.scope];
    case 'hours':
      return demand.agreed ? ['hours'] : [];
    case 'cap':
    case 'cool-down':
      return demand.unlessConsent === undefined ? [] : [demand.unlessConsent];
    case 'judged':
      return demand.consents ?? [];
    default:
      return [];
  }
}

/** The scopes, in alphabetical order. */
export const CONSENT_SCOPES: readonly string[] = [
  ...new Set(Object.values(PACKS).flatMap(({ rules }) => rules.flatMap(({ demand }) => scopesOf(demand)))),
].sort();
