import { describe, expect, test } from '@jest/globals';
import { LanePace } from './lane-pace.ts';

const BOUNDS = { floor: 20, ceiling: 100 };

/** Calls of one latency end, evenly, as many a second as the calls at once allow. */
function run(pace: LanePace, ms: number, calls: number, from = 0, busy = false): number {
  let at = from;
  for (let call = 0; call < calls; call += 1) {
    at += ms / pace.callsAtOnce;
    pace.ended({ ms, busy, waiting: true, at });
  }
  return at;
}

describe('the pace of a lane', () => {
  test('a provider that answers in 300 ms gets enough calls at once for 200 messages a second', () => {
    const pace = new LanePace(BOUNDS);
    run(pace, 300, 200);
    expect(pace.callsAtOnce).toBe(100);
    expect((pace.callsAtOnce * 1000) / 300).toBeGreaterThan(200);
  });

  test('calls at once grow no further than enough, and not while nothing waits', () => {
    const quick = new LanePace(BOUNDS);
    run(quick, 5, 500);
    expect(quick.callsAtOnce).toBe(20);
    const idle = new LanePace(BOUNDS);
    for (let at = 0; at < 500; at += 1) idle.ended({ ms: 300, busy: false, waiting: false, at });
    expect(idle.callsAtOnce).toBe(20);
  });

  test('a busy provider halves them, once for calls that were under way together; then they grow slowly', () => {
    const pace = new LanePace(BOUNDS);
    const at = run(pace, 300, 200);
    for (let call = 0; call < 50; call += 1) pace.ended({ ms: 300, busy: true, waiting: true, at: at + call });
    expect(pace.callsAtOnce).toBe(50);
    run(pace, 300, 50, at + 1000);
    expect(pace.callsAtOnce).toBe(50);
    run(pace, 300, 10, at + 2000);
    expect(pace.callsAtOnce).toBe(51);
    for (let second = 1; second <= 20; second += 1)
      pace.ended({ ms: 300, busy: true, waiting: true, at: at + 10_000 + second * 1000 });
    expect(pace.callsAtOnce).toBe(1);
  });

  test('little is claimed ahead of the calls: a tenth of a second of them', () => {
    const slow = new LanePace(BOUNDS);
    run(slow, 10_000, 100);
    expect(slow.ahead).toBe(1);
    const quick = new LanePace(BOUNDS);
    run(quick, 20, 100);
    expect(quick.ahead).toBe(100);
    const instant = new LanePace(BOUNDS);
    run(instant, 0, 100);
    expect(instant.ahead).toBe(200);
  });

  test('about five seconds of work stand in the queue, in jobs of a tenth of it', () => {
    const slow = new LanePace({ floor: 20, ceiling: 20 });
    run(slow, 10_000, 100);
    expect([slow.queued, slow.aJob]).toEqual([10, 1]);
    const quick = new LanePace(BOUNDS);
    run(quick, 100, 2000);
    expect(quick.queued).toBeGreaterThanOrEqual(1900);
    expect(quick.aJob).toBe(100);
    const fresh = new LanePace(BOUNDS);
    expect([fresh.queued, fresh.aJob]).toEqual([100, 10]);
  });

  test('lanes of files keep their number of calls', () => {
    const files = new LanePace({ floor: 1, ceiling: 1 });
    run(files, 300, 100);
    expect([files.callsAtOnce, files.ahead]).toEqual([1, 1]);
  });
});
