/**
 * The parts of the rules, each with the tests that may kill its mutants: those beside the code. A part has few test
 * files, since each mutant loads all of them.
 */
export interface Part {
  readonly files: readonly string[];
  /** Test files without `domain/` and their ending, in the order in which they run. */
  readonly tests: readonly string[];
}

const pack = (name: string): Part => ({
  files: [`domain/law/${name}/*.ts`],
  tests: [`law/${name}/pack`, `law/${name}/*`],
});

/** By name, in the order in which they run. */
export const PARTS: Readonly<Record<string, Part>> = {
  policies: { files: ['domain/policies/*.ts'], tests: ['policies/*', 'gate', 'restart', 'care/*', 'wishes', 'waits'] },
  complaints: {
    files: ['domain/complaint*.ts'],
    tests: ['complaints', 'complaint-clocks', 'complaint-figures', 'policies/refusals'],
  },
  money: {
    files: ['domain/{effects,money,dpd,closing,contact-day,fact-dates}.ts', 'domain/money/*.ts'],
    tests: [
      ...['effects', 'money', 'dpd', 'closing', 'contact-day', 'fact-dates', 'gate', 'policies/*'],
      ...['money/moves', 'money/news', 'money/position', 'money/components'],
    ],
  },
  plans: {
    files: ['domain/money/plan/*.ts'],
    tests: ['interest', 'payment-dates', 'remains', 'plan'].map((name) => `money/plan/${name}`),
  },
  judge: {
    files: ['domain/law/{judge,limitation,answer-clocks,canonical,rule,case,packs}.ts'],
    tests: [
      'law/judge',
      'law/limitation',
      'law/answer-clocks',
      'law/canonical',
      'law/packs',
      'law/*/{pack,limitation}',
    ],
  },
  case: {
    files: ['domain/law/{case-of,collector,which-law,hours-of,debt-of,places-of}.ts'],
    tests: [
      'law/case-of*',
      'law/collector',
      'law/debt-of',
      'law/which-law',
      'law/hours-of',
      'law/own-rules',
      'law/house',
      'limitation',
    ],
  },
  'own-rules': {
    files: ['domain/law/{own-rules,own-rule-faults,house}.ts'],
    tests: ['law/own-rules', 'law/own-rule-faults', 'law/house', 'contracts/rule-file'],
  },
  replies: {
    files: ['domain/law/{consent-scopes,stop-words}.ts'],
    tests: ['law/consent-scopes', 'law/stop-words'],
  },
  mechanisms: { files: ['domain/law/mechanisms/*.ts'], tests: ['law/mechanisms/*'] },
  CN: pack('CN'),
  US: pack('US'),
  UK: pack('UK'),
  TW: pack('TW'),
  IN: pack('IN'),
  affordability: {
    files: ['domain/care/affordability/{assess,periods,plausibility,share-out,sheet}.ts'],
    tests: ['care/affordability/*'],
  },
  content: { files: ['domain/law/content/*.ts'], tests: ['law/content/*'] },
  calendars: { files: ['domain/calendars/*.ts'], tests: ['calendars/*'] },
};
