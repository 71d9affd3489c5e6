/**
 * The laws that a run may live under. The lender and its people share one clock, the lender's; under the law of the
 * United States people live in several zones.
 */

/** Where a person lives. */
export interface Place {
  /** By zone, country and region the engine knows which law protects a person. */
  zone: string;
  /** Suffix of ISO 3166-2; empty where none is told. */
  region: string;
  town: string;
}
/** One law, and the lender and the people of a run under it. */
export interface DemoLaw {
  /** As the screen names it. */
  words: string;
  /** Zone of the lender, and of people who have no place of their own. */
  zone: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  currency: string;
  /** Before an amount. */
  sign: string;
  /** Taiwan dollars of the source to one unit of the currency, roughly: debts have the size that they have there. */
  perUnit: number;
  court: string;
  /** Hours by which the clocks of some of the people are behind the lender's. */
  behind: number;
  /** When people have done their day: within the hours of calls. */
  evening: string;
  /** Names of people in English, and where they live; null = the people of the portfolio as they are. */
  people: {
    given: readonly string[];
    surnames: readonly string[];
    streets: readonly string[];
    places: readonly Place[];
  } | null;
}

const EVENING = '20:30';
const IN_TAIWAN = {
  country: 'TW',
  currency: 'TWD',
  sign: 'NT$ ',
  perUnit: 1,
  behind: 0,
  evening: EVENING,
  people: null,
} as const;
const names = (text: string): readonly string[] => text.split(', ');

export const LAWS = {
  TW: { ...IN_TAIWAN, words: 'law of Taiwan', zone: 'Asia/Taipei', court: 'District Court of Taipei' },
  CN: {
    ...IN_TAIWAN,
    words: 'law of mainland China',
    zone: 'Asia/Shanghai',
    country: 'CN',
    court: 'District Court of Shanghai',
  },
  US: {
    words: 'law of the United States',
    zone: 'America/New_York',
    country: 'US',
    currency: 'USD',
    sign: '$',
    perUnit: 30,
    behind: 3,
    evening: EVENING,
    court: 'Civil Court of the City of New York',
    people: {
      given: names('Alice, Brian, Carla, Dwight, Elena, Frank, Grace, Hector, Ivy, Jamal, Karen, Luis'),
      surnames: names('Adams, Baker, Carter, Diaz, Evans, Foster, Garcia, Hughes, Jackson, Keller'),
      streets: names('Maple Avenue, Oak Street, Main Street, Lake Drive, Elm Street, Hill Road'),
      places: [
        { zone: 'America/New_York', region: 'NY', town: 'Albany, NY' },
        { zone: 'America/New_York', region: 'MA', town: 'Boston, MA' },
        { zone: 'America/Chicago', region: 'TX', town: 'Austin, TX' },
        { zone: 'America/Chicago', region: 'IL', town: 'Chicago, IL' },
        { zone: 'America/Denver', region: 'CO', town: 'Denver, CO' },
        { zone: 'America/Los_Angeles', region: 'CA', town: 'Fresno, CA' },
      ],
    },
  },
  UK: {
    words: 'law of the United Kingdom',
    zone: 'Europe/London',
    country: 'GB',
    currency: 'GBP',
    sign: '£',
    perUnit: 40,
    behind: 0,
    evening: EVENING,
    court: 'County Court at Leeds',
    people: {
      given: names('Amy, Ben, Chloe, David, Emma, Fraser, Gareth, Hannah, Isla, Jack, Kate, Liam'),
      surnames: names('Bailey, Cooper, Davies, Fraser, Griffiths, Khan, Morgan, Patel, Reid, Walker'),
      streets: names('Station Road, Park Street, Church Lane, Mill Road, Bridge Street, Garden Road'),
      places: [
        { zone: 'Europe/London', region: 'ENG', town: 'Leeds' },
        { zone: 'Europe/London', region: 'ENG', town: 'Bristol' },
        { zone: 'Europe/London', region: 'SCT', town: 'Dundee' },
        { zone: 'Europe/London', region: 'WLS', town: 'Swansea' },
      ],
    },
  },
  IN: {
    words: 'law of India',
    zone: 'Asia/Kolkata',
    country: 'IN',
    currency: 'INR',
    sign: '₹',
    perUnit: 1,
    behind: 0,
    evening: '18:40',
    court: 'City Civil Court, Bengaluru',
    people: {
      given: names('Aarav, Bhavna, Chetan, Divya, Farhan, Gauri, Isha, Kabir, Lata, Meera, Nikhil, Priya'),
      surnames: names('Das, Gupta, Iyer, Joshi, Khan, Menon, Nair, Patel, Rao, Sharma'),
      streets: names('M G Road, Station Road, Temple Street, Nehru Road, Lake View Road, Gandhi Street'),
      places: [
        { zone: 'Asia/Kolkata', region: '', town: 'Bengaluru' },
        { zone: 'Asia/Kolkata', region: '', town: 'Chennai' },
        { zone: 'Asia/Kolkata', region: '', town: 'Pune' },
      ],
    },
  },
} as const satisfies Readonly<Record<string, DemoLaw>>;
export type LawName = keyof typeof LAWS;
