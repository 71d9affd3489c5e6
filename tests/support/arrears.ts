/** The commands, run in the process of the test. */
import { jest } from '@jest/globals';
import { main } from '../../cli/main.ts';

/** What the command wrote, and its exit code. */
export async function arrears(...words: string[]) {
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err') => (text: unknown) => {
    written[name] += String(text);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(into('out')),
    jest.spyOn(process.stderr, 'write').mockImplementation(into('err')),
  ];
  process.exitCode = 0;
  await main(words);
  const code = process.exitCode as number;
  process.exitCode = 0;
  for (const spy of spies) spy.mockRestore();
  return { code, ...written };
}

/** All that the command wrote, in any stream, and its exit code. */
export async function printed(...words: string[]) {
  const { code, out, err } = await arrears(...words);
  return { code, out: out + err };
}
