/**
 * Loads modules anew without a new process. A file is compiled once; what reaches no mutant is loaded once, and all
 * else for each run, since a mutant may be in what a module computes when it is loaded.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Module, SourceTextModule, SyntheticModule } from 'node:vm';
import { transformSync } from '@swc/core';

interface Compiled {
  readonly code: string;
  readonly hasMutants: boolean;
}
const compiled = new Map<string, Compiled>();

/** What Stryker calls where a mutant may be active. */
const MARK = 'stryMutAct_';

function compile(path: string): Compiled {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, 'utf8');
  const { code } = transformSync(text, {
    filename: path,
    swcrc: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  const file = { code, hasMutants: text.includes(MARK) };
  compiled.set(path, file);
  return file;
}

/** Modules of Node and of packages, each loaded by Node itself. */
const foreign = new Map<string, Promise<Module>>();

async function synthetic(exports: Readonly<Record<string, unknown>>): Promise<Module> {
  const module = new SyntheticModule(Object.keys(exports), () => {
    for (const [name, value] of Object.entries(exports)) module.setExport(name, value);
  });
  await module.link(() => {
    throw new Error('a foreign module imports nothing');
  });
  await module.evaluate();
  return module;
}

function loadForeign(name: string, given: Given): Promise<Module> {
  const known = foreign.get(name);
  if (known !== undefined) return known;
  const loaded = (async () => synthetic(given[name] ?? (await import(name))))();
  foreign.set(name, loaded);
  return loaded;
}

/** Exports by the name of a package, instead of that package. */
export type Given = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Registry = Map<string, SourceTextModule>;

/** Those that reach no mutant. */
const kept: Registry = new Map();
/** Paths that each file imports. */
const imports = new Map<string, Set<string>>();

/** Files that hold a mutant or reach one that does. */
function reaching(): ReadonlySet<string> {
  const found = new Set([...imports.keys()].filter((path) => compile(path).hasMutants));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const [path, wanted] of imports) if ([...wanted].some((other) => found.has(other))) found.add(path);
  }
  return found;
}

/** Loads files, one at its turn, with everything that they import that may differ from the last time. */
export async function loadAll(
  paths: readonly string[],
  given: Given,
  atItsTurn: (path: string, load: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const registry: Registry = new Map(kept);
  const moduleAt = (path: string): SourceTextModule => {
    const module = registry.get(path) ?? sourceModule(path);
    registry.set(path, module);
    return module;
  };
  const link = (name: string, { identifier }: Module): Module | Promise<Module> => {
    if (!name.startsWith('.')) return loadForeign(name, given);
    const path = resolve(dirname(identifier), name);
    imports.get(identifier)?.add(path);
    return moduleAt(path);
  };
  for (const path of paths)
    await atItsTurn(path, async () => {
      const module = moduleAt(path);
      await module.link(link);
      await module.evaluate();
    });
  const renewed = reaching();
  for (const [path, module] of registry) if (!paths.includes(path) && !renewed.has(path)) kept.set(path, module);
}

function sourceModule(path: string): SourceTextModule {
  if (!imports.has(path)) imports.set(path, new Set());
  return new SourceTextModule(compile(path).code, {
    identifier: path,
    initializeImportMeta: (meta) => {
      meta.url = pathToFileURL(path).href;
      meta.dirname = dirname(path);
    },
  });
}
