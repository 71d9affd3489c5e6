/**
 * Carries out one claim: mark, call, answer, record. Each step may be the last of its process, or come late. Mirrors
 * engine/effects/send.ts.
 */

import type { ClaimedRow } from '../../simulation/maps/claim.ts';
import { againAfter, type CallResult, type SettlementRow } from '../../simulation/maps/settle.ts';
import type { SimulatedEngine } from './engine.ts';
import { isAtLeastOnce, LEASE_MS, SLOWEST_CALL_MS } from './lanes.ts';

const MAX_REPEATS = 3;

export function carry(engine: SimulatedEngine, claimed: ClaimedRow, worker: number): void {
  const { faults, random } = engine;
  if (faults.crashes('claimed, not called', claimed.effects)) {
    engine.kill(worker);
    return;
  }
  let wait = random.whole(1, 20);
  let late = false;
  if (faults.happens(0.03)) {
    faults.note('stopped before the call', claimed.effects);
    wait = random.whole(LEASE_MS / 2, 3 * LEASE_MS);
    // Before or after it was seen that there is time for the call.
    late = random.chance(0.5);
  }
  engine.afterOf(worker, wait, () => (late ? record(engine, claimed, 'not-begun') : begin(engine, claimed, worker)));
}

function begin(engine: SimulatedEngine, claimed: ClaimedRow, worker: number): void {
  const { effects, channel } = claimed;
  if (engine.unasked.has(channel)) {
    const mine = effects.every(
      (effect) => effect.state === 'claimed' && effect.token === claimed.token && (effect.leaseUntil ?? 0) > engine.now,
    );
    if (!mine) {
      record(engine, claimed, 'failed');
      return;
    }
    for (const effect of effects) effect.calling = true;
  }
  if (engine.faults.crashes('marked, not called', effects)) {
    engine.kill(worker);
    return;
  }
  if (engine.now > claimed.notAfter) {
    record(engine, claimed, 'failed');
    return;
  }
  call(engine, claimed, worker, 1);
}

function call(engine: SimulatedEngine, claimed: ClaimedRow, worker: number, times: number): void {
  const { faults, random, provider } = engine;
  const once = isAtLeastOnce(claimed.channel);
  // A provider that refused once is likely to refuse again.
  const refuses =
    faults.happens(0.6) && claimed.effects.some((effect) => effect.permits.some(({ ended }) => ended === 'failed'));
  if (refuses) faults.note('provider refused', claimed.effects);
  const answer = refuses ? 'refused' : faults.answer(claimed.effects);
  const latency = random.whole(5, 800);
  const arrive = (ms: number) => {
    // Not tied to the worker: a request on the wire arrives even if its sender dies.
    engine.after(ms, () => {
      // The provider refuses requests after their `notAfter`.
      if (engine.now > claimed.notAfter && !engine.unasked.has(claimed.channel)) return;
      engine.trace(`accepted ${claimed.key.slice(0, 8)} by ${claimed.channel}`);
      provider.accept(claimed, engine.now, once);
    });
  };
  const answered = (ms: number, result: CallResult, retryAfterMs?: number | null) =>
    engine.afterOf(worker, ms, () =>
      finish(engine, claimed, worker, { result, times, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }),
    );
  switch (answer) {
    case 'sent':
      arrive(latency);
      {
        answered(
          latency + random.whole(1, 400),
          engine.now + latency > claimed.notAfter && !engine.unasked.has(claimed.channel) ? 'failed' : 'sent',
        );
        return;
      }
    case 'refused': {
      answered(latency, 'failed');
      return;
    }
    case 'busy': {
      answered(latency, 'busy', random.chance(0.5) ? null : random.whole(500, 120_000));
      return;
    }
    case 'timeout-after':
      arrive(latency);
      {
        answered(SLOWEST_CALL_MS, 'unknown', null);
        return;
      }
    case 'timeout-before': {
      answered(SLOWEST_CALL_MS, 'unknown', null);
      return;
    }
    case 'late-result':
      if (engine.now + latency > claimed.notAfter) {
        answered(latency, 'failed');
        return;
      }
      arrive(latency);
      {
        answered(random.whole(LEASE_MS, 5 * LEASE_MS), 'sent');
        return;
      }
    case 'late-arrival':
      arrive(random.whole(latency, SLOWEST_CALL_MS - 1));
      {
        answered(SLOWEST_CALL_MS, 'unknown', null);
        return;
      }
  }
}

function finish(
  engine: SimulatedEngine,
  claimed: ClaimedRow,
  worker: number,
  said: { result: CallResult; times: number; retryAfterMs?: number | null },
): void {
  const { faults } = engine;
  const repeats = isAtLeastOnce(claimed.channel) && engine.now < claimed.notAfter;
  if (said.result === 'unknown' && said.times < MAX_REPEATS && (repeats || engine.plants.callsTwice)) {
    call(engine, claimed, worker, said.times + 1);
    return;
  }
  // A refused repeat proves nothing about the earlier call.
  const result = said.times > 1 && said.result !== 'sent' ? 'unknown' : said.result;
  if (result !== said.result && said.times < MAX_REPEATS && repeats) {
    call(engine, claimed, worker, said.times + 1);
    return;
  }
  if (faults.crashes('called, not recorded', claimed.effects)) {
    engine.kill(worker);
    return;
  }
  record(engine, claimed, result, said.retryAfterMs);
  if (!faults.happens(0.03)) return;
  faults.note('recorded twice', claimed.effects);
  engine.afterOf(worker, engine.random.whole(1, 2000), () => record(engine, claimed, result));
}

function record(
  engine: SimulatedEngine,
  { dispatch, token, effects, channel }: ClaimedRow,
  result: CallResult,
  retryAfterMs?: number | null,
): void {
  const settlement: SettlementRow = {
    dispatch,
    token,
    effects,
    result,
    againAt: result === 'failed' ? againAfter(effects, engine.now) : null,
    askable: !engine.unasked.has(channel),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  engine.settle(settlement);
}
