/** `arrears demo`: the only line outside of demo/ that knows it is there. */
export interface DemoOptions {
  accounts: number;
  days: number;
  seed: number;
  exit: boolean;
  json: boolean;
}

export async function runDemo(options: DemoOptions): Promise<void> {
  const { runDemo: run } = await import('../../demo/run-demo.ts');
  process.exitCode = await run(options);
}
