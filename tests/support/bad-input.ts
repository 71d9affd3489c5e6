/**
 * Expectations for every bad input: refused with its code, nothing written, no personal data in the answer or the log.
 */
import { expect } from '@jest/globals';
import type { ProblemCode } from '../../domain/problems.ts';
import { CANARIES } from '../fixtures/bad-input/canary.ts';
import type { TestDatabase } from './database.ts';
import { printTables, type TablePrints } from './table-prints.ts';

export interface Expected {
  status: number;
  code: ProblemCode;
  /** JSON pointer that must be among the faults. */
  at?: string | undefined;
}

/** Expects that a text contains no canary. */
export function expectSilent(text: string): void {
  for (const canary of CANARIES) expect(text).not.toContain(canary);
}

/** Expects problem details with the code, and with the pointer if one is given. */
export function expectRefusal(answer: { status: number; body: string }, { status, code, at }: Expected): void {
  const details = answer.body.startsWith('{')
    ? (JSON.parse(answer.body) as { code?: string; faults?: { pointer: string }[] })
    : {};
  const named = at === undefined ? undefined : (details.faults ?? []).map(({ pointer }) => pointer);
  expect({ status: answer.status, code: details.code, at: named?.find((pointer) => pointer === at) ?? named }).toEqual({
    status,
    code,
    at,
  });
  expect(details).toMatchObject({
    type: `urn:arrears:problem:${code}`,
    remedy: expect.stringMatching(/\S/),
    retry: expect.any(Boolean),
  });
  expectSilent(answer.body);
}

/** Compares the tables with an earlier state. `but`: tables that record a refusal on purpose. */
export class Untouched {
  private prints: TablePrints = {};
  private current = false;
  private readonly database: TestDatabase;
  private readonly but: readonly string[];

  constructor(database: TestDatabase, but: readonly string[] = []) {
    this.database = database;
    this.but = but;
  }

  /** Takes the present content as the expected one. */
  async remember(): Promise<void> {
    this.prints = await printTables(this.database.db, this.but);
  }

  async check(): Promise<void> {
    const before = this.prints;
    await this.remember();
    this.current = true;
    expect(this.prints).toEqual(before);
  }

  /** Call after each test, so that a row accepted by mistake fails only its own test. */
  async settle(): Promise<void> {
    if (!this.current) await this.remember();
    this.current = false;
  }
}
