/**
 * Runs unit tests for Stryker. Jest loads a file of tests from nothing, half a second for each mutant; here it takes
 * some milliseconds. `describe`, `test` and `expect` are Jest's own.
 */
import { relative, resolve } from 'node:path';
import type { Circus } from '@jest/types';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { expect } from 'expect';
import { addEventHandler, describe, type Event, resetState, run, test } from 'jest-circus';
import { loadAll } from './module-loader.ts';

const GIVEN = { '@jest/globals': { describe, expect, test } };

/** What mutated code reads and writes: the mutant that is active, and which mutants a test has met. */
const context: InstrumenterContext = {};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: context });

class UnitTests implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  /** From where Stryker started this process: its copy of the tree. */
  readonly #files: readonly string[];
  #wanted: ReadonlySet<string> | null = null;
  #results: TestResult[] = [];
  #file = '';

  constructor(options: { readonly [name: string]: unknown }) {
    this.#files = (options['unitTests'] as readonly string[]).map((path) => resolve(path));
    addEventHandler((event) => this.#hear(event));
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const result = await this.#run(this.#files, null);
    if (result.status !== DryRunStatus.Complete || context.mutantCoverage === undefined) return result;
    return { ...result, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    context.activeMutant = activeMutant.id;
    if (hitLimit === undefined) delete context.hitLimit;
    else context.hitLimit = hitLimit;
    context.hitCount = 0;
    const wanted = testFilter === undefined ? null : new Set(testFilter);
    const files = this.#files.filter((path) => testFilter?.some((id) => id.startsWith(prefixOf(path))) ?? true);
    const result = await this.#run(files, wanted);
    const isEndless = determineHitLimitReached(context.hitCount, context.hitLimit);
    delete context.activeMutant;
    return toMutantRunResult(isEndless ?? result, false);
  }

  /** Runs the tests that are wanted, all for null, up to the first that fails. */
  async #run(files: readonly string[], wanted: ReadonlySet<string> | null): Promise<DryRunResult> {
    this.#wanted = wanted;
    this.#results = [];
    try {
      await loadAll(files, GIVEN, async (path, load) => {
        if (this.#hasFailed()) return;
        resetState();
        this.#file = path;
        await load();
        const { unhandledErrors } = await run();
        if (unhandledErrors.length > 0) throw new Error(String(unhandledErrors[0]));
      });
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: error instanceof Error ? (error.stack ?? '') : String(error) };
    }
    return { status: DryRunStatus.Complete, tests: this.#results };
  }

  #hasFailed(): boolean {
    return this.#results.some(({ status }) => status === TestStatus.Failed);
  }

  #hear(event: Event): void {
    if (event.name === 'test_start') {
      const id = this.#idOf(event.test);
      if (this.#hasFailed() || this.#wanted?.has(id) === false) event.test.mode = 'skip';
      context.currentTestId = id;
    } else if (event.name === 'test_done' || event.name === 'test_skip') {
      delete context.currentTestId;
      this.#results.push(this.#resultOf(event.test));
    }
  }

  #idOf(test: Circus.TestEntry): string {
    const names = [test.name];
    for (let block: Circus.DescribeBlock | undefined = test.parent; block?.parent; block = block.parent)
      names.unshift(block.name);
    return `${prefixOf(this.#file)}${names.join(' ')}`;
  }

  #resultOf(test: Circus.TestEntry): TestResult {
    const id = this.#idOf(test);
    const plain = { id, name: id, fileName: this.#file, timeSpentMs: test.duration ?? 0 };
    if (test.mode === 'skip') return { ...plain, status: TestStatus.Skipped };
    const [error] = test.errors;
    if (error === undefined) return { ...plain, status: TestStatus.Success };
    return { ...plain, status: TestStatus.Failed, failureMessage: String(Array.isArray(error) ? error[0] : error) };
  }
}

const prefixOf = (path: string): string => `${relative(process.cwd(), path)}: `;

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'unit', UnitTests)];
