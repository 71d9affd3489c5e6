/**
 * `npm run bench -- import | decide | gate | lifecycle | backlog | payment | peers | sim | timeline | scale | ledger |
 * judge | score | simulate | bank-match | bank-read [options]`. Each prints a JSON line for each figure and fails when
 * a gate is missed.
 */
const BENCHES = [
  'import',
  'decide',
  'gate',
  'lifecycle',
  'backlog',
  'payment',
  'peers',
  'sim',
  'timeline',
  'scale',
  'ledger',
  'judge',
  'score',
  'simulate',
  'bank-match',
  'bank-read',
];
const name = process.argv[2] ?? '';
if (!BENCHES.includes(name)) {
  process.stderr.write(`npm run bench -- ${BENCHES.join(' | ')} [--rows N] [--accounts N]\n`);
  process.exit(1);
}
await import(`./${name}.ts`);
