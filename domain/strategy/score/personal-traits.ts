/** Personal traits: what somebody is. A score may use only what somebody did with their money. */

/** Words of column and feature names, in small letters. */
const TRAITS: ReadonlySet<string> = new Set(
  'sex gender age birth birthday birthdate dob education school marriage marital married race ethnicity ethnic religion nationality citizenship disability pregnant orientation politics caste'.split(
    ' ',
  ),
);

/** The word of a name that says a personal trait, or null: `customer_age` -> `age`, `MaritalStatus` -> `marital`. */
export function personalTraitIn(name: string): string | null {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.find((word) => TRAITS.has(word)) ?? null;
}
