/** Who may be spoken to under each law, and that the engine contacts nobody but the debtor. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, effect, noon, personFact } from '../tests/support/facts.ts';
import { CHANNELS, isPersonChannel } from './channels.ts';
import type { AccountFacts } from './facts.ts';
import { caseOf } from './law/case-of.ts';
import { PACKS } from './law/packs.ts';
import { JURISDICTIONS, type Jurisdiction } from './law/rule.ts';
import { situationOf } from './situation.ts';
import { permissionsFor, SPOKEN_TO, type SpokenTo } from './spoken-to.ts';

const underLaw = (law: Jurisdiction, facts: AccountFacts = account()) =>
  permissionsFor({ ladder: RULES.ladder, packs: [PACKS[law], ...RULES.packs] }, situationOf(facts, noon(3), RULES));
const heard = (law: Jurisdiction, facts?: AccountFacts) =>
  Object.fromEntries(SPOKEN_TO.map((role) => [role, underLaw(law, facts)[role].mayHear]));

describe('who may hear what', () => {
  test.each(JURISDICTIONS)('%s: the debtor hears of the debt, third parties never do', (law) => {
    const permissions = underLaw(law);
    expect(permissions.debtor).toMatchObject({ mayHear: 'debt', isContacted: true });
    for (const role of ['contact-person', 'third-party'] as const) {
      expect(permissions[role].mayHear).not.toBe('debt');
      expect(permissions[role].words).toMatch(/hears nothing of a debt; is not contacted by the engine$/);
    }
  });

  test.each<[Jurisdiction, SpokenTo, string, string[]]>([
    ['CN', 'joint-debtor', 'whereabouts', ['CN-TARGET-07']],
    ['CN', 'guarantor', 'debt', []],
    ['CN', 'contact-person', 'nothing', ['CN-TARGET-02']],
    ['CN', 'third-party', 'nothing', ['CN-TARGET-06']],
    ['TW', 'joint-debtor', 'debt', []],
    ['TW', 'contact-person', 'nothing', ['TW-01-THIRD']],
    ['US', 'guarantor', 'debt', []],
    ['US', 'contact-person', 'whereabouts', []],
  ])('%s: %s hears %s', (law, role, mayHear, rules) => {
    expect(underLaw(law)[role]).toMatchObject({ mayHear });
    expect(underLaw(law)[role].rules).toEqual(expect.arrayContaining(rules));
  });

  test('a consent of scope third-party does not open a debt to a third party: the product goes no further', () => {
    const consent = personFact('consent-given', { scope: 'third-party', proof: 'a form' }, noon(1));
    expect(heard('US', account({}, { facts: [consent] }))).toMatchObject({ 'third-party': 'whereabouts' });
  });

  test('a represented debtor is not spoken to; the attorney is', () => {
    const facts = account({}, { facts: [personFact('represented', { by: 'attorney' }, noon(1))] });
    expect(heard('US', facts)).toMatchObject({ debtor: 'nothing', attorney: 'debt' });
    expect(underLaw('US', facts).debtor.words).toContain('represented by an attorney');
    const complaint = personFact('complaint', { cause: 'data', channel: 'call', reported: 'person' }, noon(1));
    for (const told of [
      personFact('death', { reported: 'family' }, noon(1)),
      personFact('bankruptcy', {}, noon(1)),
      complaint,
    ])
      expect(heard('TW', account({}, { facts: [told] }))).toMatchObject({ debtor: 'nothing', executor: 'debt' });
  });
});

test('whatever the step, channel and purpose, the engine means the debtor', () => {
  const facts = account({ effects: [effect('reminder/email-1', noon(1))] });
  const situation = situationOf(facts, noon(3), RULES);
  for (const stage of RULES.ladder)
    for (const { name, purpose } of stage.steps)
      for (const channel of CHANNELS) {
        const intent = { stage: stage.name, step: name, channel, purpose, escalated: false, at: noon(3) };
        const legalCase = caseOf(RULES.ladder, situation, intent);
        if (isPersonChannel(channel)) expect(legalCase).not.toBeNull();
        expect(legalCase?.intent.addressee ?? 'debtor').toBe('debtor');
      }
});
