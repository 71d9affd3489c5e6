/** The tests that may kill a mutant: those beside the code that is changed. Native ES modules, as in jest.config.js. */
export default {
  rootDir: '../..',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: [
    ...['policies/policies', 'gate', 'dpd', 'money', 'effects', 'closing', 'contact-day', 'fact-dates'],
    ...['money/moves', 'money/news', 'money/position'],
  ].map((name) => `<rootDir>/domain/${name}.test.ts`),
};
