/** One project a layer; tests/run.ts runs them in order, with the servers they need. Native ES modules. */
const common = {
  testEnvironment: 'node',
  ...(process.env.ROWS === 'turned' ? { setupFiles: ['<rootDir>/tests/support/turned-rows.ts'] } : {}),
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};
const below = (folder) => ({ ...common, displayName: folder, roots: [`<rootDir>/tests/${folder}`] });

export default {
  // A test fails by what it says, not by how busy the machine is: what takes seconds alone may take a minute beside others.
  testTimeout: 120_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      roots: [
        'domain',
        'stages',
        'channels',
        'db',
        'platform',
        'engine',
        'simulation',
        'workers',
        'api',
        'cli',
        'demo',
      ].map((folder) => `<rootDir>/${folder}`),
    },
    below('conformance'),
    below('stories'),
    below('integration'),
    below('replay'),
    below('simulation'),
    below('chaos'),
  ],
};
