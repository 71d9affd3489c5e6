/** E-mail channels for benchmarks. Each call is a line of a file that all workers share: key, milliseconds. */
import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { ChannelAdapter } from '../../channels/channel.ts';

/** A call of a channel, as written to the file. */
export interface RecordedCall {
  key: string;
  /** Wall milliseconds from the begin of the claim to the call; on a simulated clock only. */
  sinceClaimMs: number;
}

/** An adapter that answers `sent` after so many milliseconds. It knows what it sent by the file of calls. */
export function answerAfter(ms: number, file: string): ChannelAdapter {
  return {
    id: 'answers-sent',
    slowestCallMs: 1000,
    policy: 'at-most-once',
    send: async (_permit, { key }) => {
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      return { kind: 'sent', reference: key };
    },
    ask: async (key) => (readCalls(file).some((call) => call.key === key) ? 'sent' : 'not-sent'),
  };
}

/** The adapter, with each call written down before it is made. `leaseSeconds`: of the workers. */
export function recordCalls(adapter: ChannelAdapter, file: string, leaseSeconds: number): ChannelAdapter {
  const calls = openSync(file, 'a');
  return {
    ...adapter,
    send: (permit, outgoing) => {
      // On a simulated clock a permit ends with its lease, which began with the claim.
      const sinceClaimMs = performance.now() - (permit.notAfterMonotonic - leaseSeconds * 1000);
      writeSync(calls, `${outgoing.key} ${sinceClaimMs.toFixed(2)}\n`);
      return adapter.send(permit, outgoing);
    },
  };
}

export function readCalls(file: string): RecordedCall[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const [key = '', ms] = line.split(' ');
    return { key, sinceClaimMs: Number(ms) };
  });
}
