/** What is kept of each person for the whole run: a few numbers, whatever happens to them. */

/** Figures by which strategies are compared. Amounts are minor units. */
export const PERSON_FIGURES = ['moneyIn', 'cost', 'contacts', 'mostIn7Days', 'cured', 'clear', 'incidents'] as const;
/** One of PERSON_FIGURES. */
export type PersonFigure = (typeof PERSON_FIGURES)[number];
/** A person's number with their figures. `mostIn7Days` is the most contacts in any seven days in a row. */
export type PersonFigures = Readonly<{ person: string } & Record<PersonFigure, number>>;

/** Most items in any `days` days in a row. `on` are days, in any order. */
export function mostWithin(days: number, on: readonly number[]): number {
  const sorted = [...on].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [at, day] of sorted.entries()) {
    while ((sorted[first] ?? day) <= day - days) first += 1;
    most = Math.max(most, at - first + 1);
  }
  return most;
}

/** How hard the contacts press, over all persons. */
export interface Pressure {
  /** Persons by number of contacts: index is the number, the last index stands for that many and more. */
  histogram: readonly number[];
  /** Mean contacts a person. */
  mean: number;
  /** Contacts of the person with the most. */
  most: number;
  /** Most contacts of any person in any seven days. */
  mostIn7Days: number;
}

/** Last bar of the histogram. */
const LAST_BAR = 40;

export function pressureOf(persons: readonly PersonFigures[]): Pressure {
  const histogram: number[] = [];
  let [sum, most, mostIn7Days] = [0, 0, 0];
  for (const { contacts, mostIn7Days: within } of persons) {
    const bar = Math.min(contacts, LAST_BAR);
    while (histogram.length <= bar) histogram.push(0);
    histogram[bar] = (histogram[bar] ?? 0) + 1;
    sum += contacts;
    most = Math.max(most, contacts);
    mostIn7Days = Math.max(mostIn7Days, within);
  }
  return { histogram, mean: persons.length === 0 ? 0 : sum / persons.length, most, mostIn7Days };
}
