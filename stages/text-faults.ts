/** Which texts lack what a law requires, or mention what it forbids, before anything is sent. */
import { isPersonChannel, isWrittenChannel, type PersonChannel } from '../domain/channels.ts';
import { PRODUCTS, type Product } from '../domain/facts.ts';
import type { Actor, LegalCase, LegalIntent } from '../domain/law/case.ts';
import { contactPurposeOf } from '../domain/law/case-of.ts';
import { mustDisclose } from '../domain/law/collector.ts';
import { DETECTABLE, detectedIn } from '../domain/law/content/detect.ts';
import type { Feature } from '../domain/law/content/features.ts';
import { type Finding, findingsAt } from '../domain/law/judge.ts';
import { JURISDICTIONS, type Pack } from '../domain/law/rule.ts';
import { LANGUAGES, type Language, type LetterFacts } from '../domain/letter.ts';
import type { Ladder, Stage, Step } from '../domain/stage.ts';
import { type Instant, localDate } from '../domain/time.ts';
import { callScript } from './call/messages.ts';
import { sampleLetter, samplePaid } from './sample-letter.ts';

/** What is wrong with one text under one rule. */
export interface TextFault {
  /** `stage/step`. */
  readonly step: string;
  readonly channel: PersonChannel;
  readonly language: Language;
  readonly rule: string;
  /** Such as `the text lacks: collection-disclosure`. */
  readonly words: string;
}

/** The letter of the sample person that a step would write. */
export const sampleOf = ({ kind }: Pick<Stage, 'kind'>, language: Language): LetterFacts =>
  kind === 'after' ? samplePaid(language, '2026-03-22') : sampleLetter(language, 40);

/** What is said to the sample person: subject and body, or the lines of the caller; null where there is no text. */
export function saidBy(step: Step, channel: PersonChannel, letter: LetterFacts): string | null {
  if (isWrittenChannel(channel)) {
    const text = step.message?.(letter, channel);
    return text === undefined ? null : [text.subject ?? '', text.body].join('\n');
  }
  if (step.task !== 'call') return null;
  const { before, after } = callScript(letter);
  return [...before, ...after].map(({ say }) => say).join('\n');
}

/**
 * The faults of every text of the ladder in a first contact by `actor`, in each language, under the rules of the packs
 * that hold at the moment.
 */
export function textFaults(ladder: Ladder, packs: readonly Pack[], actor: Actor, at: Instant): TextFault[] {
  const laws = JURISDICTIONS.filter((law) => packs.some(({ name }) => name === law));
  const collector = mustDisclose(laws, actor);
  const faults = new Map<string, TextFault>();
  for (const stage of ladder)
    for (const step of stage.steps)
      for (const channel of step.channels.filter(isPersonChannel))
        for (const language of LANGUAGES) {
          const content = contentOf(step, channel, { ...sampleOf(stage, language), collector });
          if (content === null) continue;
          for (const product of PRODUCTS)
            for (const { rule, words } of contentFindings(packs, {
              at,
              product,
              intent: { ...FIRST_CONTACT, actor, channel, purpose: contactPurposeOf(step.purpose), content },
            })) {
              const fault = { step: `${stage.name}/${step.name}`, channel, language, rule, words };
              faults.set(Object.values(fault).join(' '), fault);
            }
        }
  return [...faults.values()];
}

/** What the finished text mentions: what is found in it, and the declared rest that no machine finds. */
function contentOf(step: Step, channel: PersonChannel, letter: LetterFacts): readonly Feature[] | null {
  const said = saidBy(step, channel, letter);
  if (said === null) return null;
  const detectable: readonly Feature[] = DETECTABLE;
  const rest = (step.mentions?.[channel] ?? []).filter((feature) => !detectable.includes(feature));
  return [...detectedIn(said, letter), ...rest];
}

const FIRST_CONTACT = {
  act: 'contact',
  addressee: 'debtor',
  point: null,
  place: null,
  automated: false,
} as const satisfies Partial<LegalIntent>;

interface Contact {
  readonly at: Instant;
  readonly product: Product;
  readonly intent: LegalIntent;
}

/** What the rules say against the content of a first contact about a debt of that day. */
function contentFindings(packs: readonly Pack[], { at, product, intent }: Contact): Finding[] {
  const today = localDate(at, 'UTC');
  const legalCase: LegalCase = {
    at,
    intent,
    zones: ['UTC'],
    regions: [],
    debt: { id: 'debt', product, lastDueOn: today, accruedOn: today, restarts: [], soldOn: null },
    contacts: [],
    consents: [],
    preferences: [],
    statuses: [],
    notices: [],
  };
  return findingsAt(packs, legalCase).filter(({ code }) => code === 'text-lacks' || code === 'text-forbidden');
}
