/** Parts of commands that several groups of them share. */
import { type Command, InvalidArgumentError } from 'commander';

export const JSON_WORDS = 'answer with one JSON document';
export const AS_WORDS = 'who says so; recorded, not proved';

/** Reads a whole number within bounds. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
  };
}

/** Collects an option that may be given several times. */
export const many = (text: string, before: string[] = []): string[] => [...before, text];

/** A command may answer with its exit code; without one it is done. */
export function run(action: (...given: never[]) => Promise<unknown>): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const code = await (action as (...all: unknown[]) => Promise<unknown>)(...given);
    if (typeof code === 'number') process.exitCode = code;
  };
}

/** The options of a command within a command: those that both have are read by the outer command. */
export const optionsOf = (command: Command): never => command.optsWithGlobals() as never;
