/** Every text says what its step declares, in both languages, and no law refuses the texts of a creditor. */
import { describe, expect, test } from '@jest/globals';
import { isPersonChannel, type PersonChannel } from '../../domain/channels.ts';
import { ACTORS } from '../../domain/law/case.ts';
import { detectedIn, differenceFrom } from '../../domain/law/content/detect.ts';
import { BARRED_FEATURES, FEATURES } from '../../domain/law/content/features.ts';
import { lintText } from '../../domain/law/content/lint.ts';
import { withoutValues } from '../../domain/law/content/values.ts';
import { PACKS } from '../../domain/law/packs.ts';
import { JURISDICTIONS } from '../../domain/law/rule.ts';
import { LANGUAGES, type LetterFacts, TONES } from '../../domain/letter.ts';
import type { Stage, Step } from '../../domain/stage.ts';
import { LADDER } from '../../stages/index.ts';
import { saidBy, sampleOf, textFaults } from '../../stages/text-faults.ts';
import { fieldVisit } from '../field-visit/stage.ts';

interface Spoken {
  name: string;
  stage: Stage;
  step: Step;
  channel: PersonChannel;
}
const SPOKEN: Spoken[] = [...LADDER, fieldVisit].flatMap((stage) =>
  stage.steps.flatMap((step) =>
    step.channels
      .filter(isPersonChannel)
      .map((channel) => ({ name: `${stage.name}/${step.name} by ${channel}`, stage, step, channel })),
  ),
);

/** The letters that a step may be given, by what is different. */
function lettersOf(stage: Stage): [string, LetterFacts][] {
  return LANGUAGES.flatMap((language) => {
    const letter = sampleOf(stage, language);
    const named = (name: string, over: Partial<LetterFacts>): [string, LetterFacts] => [
      `${name} in ${language}`,
      { ...letter, ...over },
    ];
    const due = letter.accounts.map((account) => ({ ...account, balanceDue: true }));
    return [
      named('as usual', {}),
      named('one account', { accounts: letter.accounts.slice(0, 1) }),
      named('no offer', { offer: null }),
      named('a payment came back', { paymentReturned: true }),
      named('after a long silence', { restart: { cause: 'silence', owners: [], first: true } }),
      named('for a new owner', { restart: { cause: 'owner', owners: ['North Capital'], first: true } }),
      ...TONES.map((tone) => named(`in the tone ${tone}`, { tone })),
      named('of a collector in the United States', { collector: true }),
      ...(stage.name === 'legal' ? [] : [named('about a barred debt', { barred: true, offer: null })]),
      named('long names', {
        personName: 'Sue Will Sue',
        creditor: { ...letter.creditor, name: 'Court and '.repeat(6) },
      }),
      ...(stage.kind === 'after' ? [] : [named('the whole balance is due', { accounts: due })]),
    ];
  });
}

describe.each(SPOKEN)('$name', ({ stage, step, channel }) => {
  test('declares what it mentions', () => expect(step.mentions?.[channel]).toBeDefined());
  test.each(lettersOf(stage))('has no forbidden phrase: %s', (_, letter) => {
    const said = saidBy(step, channel, letter) ?? '';
    expect(lintText(withoutValues(said, letter), letter.language)).toEqual([]);
  });
  test.each(lettersOf(stage))('says what it declares and nothing else: %s', (_, letter) => {
    const said = saidBy(step, channel, letter) ?? '';
    expect(differenceFrom(step.mentions?.[channel] ?? [], said, letter)).toBeNull();
    if (letter.barred) for (const feature of BARRED_FEATURES) expect(detectedIn(said, letter)).not.toContain(feature);
  });
});

/** Nothing but the last letter speaks of a court, and it is not written about a barred debt. */
test('who speaks of a lawsuit', () => {
  const speakers = SPOKEN.filter(({ step, channel }) => step.mentions?.[channel]?.includes('lawsuit'));
  expect(speakers.map(({ name }) => name)).toEqual(['legal/final-demand by email']);
  for (const { step, channel, stage } of speakers)
    expect(() => saidBy(step, channel, { ...sampleOf(stage, 'en'), barred: true })).toThrow('barred');
});

describe('what laws require of texts', () => {
  const AT = Date.UTC(2026, 10, 29);
  test.each(JURISDICTIONS)('%s refuses no text of a creditor', (name) => {
    expect(textFaults(LADDER, [PACKS[name]], 'creditor', AT)).toEqual([]);
  });
  test('packs name the features that texts declare', () => {
    const demands = JURISDICTIONS.flatMap((name) => PACKS[name].rules.map(({ demand }) => demand));
    const named = demands.flatMap((demand) =>
      demand.kind === 'content' ? [...(demand.requires ?? []), ...(demand.forbids ?? [])] : [],
    );
    const known: readonly string[] = FEATURES;
    expect(named.filter((feature) => !known.includes(feature))).toEqual([]);
  });
  test.each(ACTORS)('the United States refuse no text of the actor %s: a collector’s say what it is', (actor) => {
    expect(textFaults(LADDER, [PACKS.US], actor, AT)).toEqual([]);
  });
  test('the sentence of a collector is missed where it is left out', () => {
    const mute = { ...(LADDER[0] as Stage) };
    const steps = mute.steps.map((step) => ({
      ...step,
      message: (letter: LetterFacts) => step.message?.({ ...letter, collector: false }, 'email') ?? { body: '' },
    }));
    const faults = textFaults([{ ...mute, steps }], [PACKS.US], 'agency', AT);
    expect(new Set(faults.map(({ rule, words }) => `${rule}: ${words}`))).toEqual(
      new Set(['US-ID-01: the text lacks: collection-disclosure']),
    );
  });
  test('a text without its legal text is named with step, language, rule and what it lacks', () => {
    const bare: Stage = {
      ...(LADDER[0] as Stage),
      steps: [
        {
          name: 'bare',
          channels: ['sms'],
          purpose: 'demand',
          mentions: { sms: ['amount'] },
          message: () => ({ body: 'Hello.' }),
        },
      ],
    };
    expect(textFaults([bare], [PACKS.CN], 'creditor', AT)).toEqual(
      LANGUAGES.map((language) => ({
        step: 'reminder/bare',
        channel: 'sms',
        language,
        rule: 'CN-ID-01',
        words: 'the first contact must say which institution it is from',
      })),
    );
  });
});
