/** `arrears demo`: the only module outside demo/ that knows about it. */
interface DemoOptions {
  accounts: number;
  days: number;
  seed: number;
  law: 'TW' | 'CN';
  exit: boolean;
  json: boolean;
}

export async function runDemo(options: DemoOptions): Promise<void> {
  const { runDemo: run } = await import('../../demo/run-demo.ts');
  process.exitCode = await run(options);
}
