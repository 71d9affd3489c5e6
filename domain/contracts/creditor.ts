/** A creditor and its terms, as the creditors file and the column `creditor.terms` hold them (`v` = 1). */
import { z } from 'zod';
import { DEFAULT_ARRANGEMENTS } from '../arrangements.ts';
import { PERSON_CHANNELS } from '../channels.ts';
import { isCountry } from '../countries.ts';
import { PRODUCTS } from '../facts.ts';
import { ACTORS } from '../law/case.ts';
import { COMPONENTS } from '../money/components.ts';
import { MOST_INSTALMENTS } from '../money/plan/terms.ts';
import { DebitTerms } from './debit.ts';
import { CalendarDay } from './fields.ts';

/** One line of text: names appear in mail headers and letters. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    .regex(/^[^\u0000-\u001f\u007f\u0085\u200b\u2028-\u202e\u2060-\u2069\ufeff\p{Surrogate}]*$/u, 'must be one line');
const words = line(300);
/** Appears in SMS, which have little room (stages/sms-parts.ts). */
const creditorName = line(60);
const phone = z.string().regex(/^\+?\d[\d ()./-]{2,23}$/, 'must be a phone number of at most 25 characters');
/** Code of a creditor, an agency, a bureau or a product. */
export const Code = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'must be 2 to 31 small letters, digits and dashes');
const code = Code;
const minor = z.string().regex(/^\d{1,15}$/, 'must be whole minor units as text, e.g. "100000"');

const upTo = (most: number, shipped: number) => z.number().int().min(0).max(most).default(shipped);
const ARRANGEMENTS = DEFAULT_ARRANGEMENTS;
/**
 * How far a person's own word goes without anybody's consent (domain/arrangements.ts). What is left out has the shipped
 * value.
 */
const Arrangements = z.strictObject({
  promiseDays: upTo(3650, ARRANGEMENTS.promiseDays),
  instalmentDays: upTo(3650, ARRANGEMENTS.instalmentDays),
  leastPercent: upTo(100, ARRANGEMENTS.leastPercent),
  reminderDays: z.number().int().min(0).max(30).optional(),
  promises: upTo(100, ARRANGEMENTS.promises),
  announcements: upTo(100, ARRANGEMENTS.announcements),
  announcementDays: upTo(30, ARRANGEMENTS.announcementDays),
  reviewDays: upTo(10, ARRANGEMENTS.reviewDays),
});

/** A row of what plans may be agreed by whom without a second person (domain/agreements/authority.ts). */
const PlanAuthority = z.strictObject({
  role: line(60),
  /** Names that they record under; anybody where left out. */
  staff: z.array(line(60)).min(1).max(200).optional(),
  upToDebt: minor.optional(),
  daysLate: z.number().int().min(0).max(3650).default(0),
  leastPercent: z.number().int().min(1).max(100),
  mostPayments: z.number().int().min(1).max(MOST_INSTALMENTS),
  mostDays: z.number().int().min(0).max(20_000),
});

/** An agency without an interface gets a file each working day of what it may do (domain/contact-file.ts). */
const ContactFile = z.strictObject({
  channels: z
    .array(z.enum(PERSON_CHANNELS))
    .min(1)
    .refine((channels) => new Set(channels).size === channels.length, 'names a channel twice'),
  /** Most contacts a day about one account. */
  aDay: z.number().int().min(1).max(PERSON_CHANNELS.length).default(1),
});

/** Which components of a due a payment covers first (domain/money/allocation-order.ts). */
const PaymentOrder = z
  .array(z.enum(COMPONENTS))
  .refine(
    (order) => order.length === COMPONENTS.length && new Set(order).size === COMPONENTS.length,
    `must name each of ${COMPONENTS.join(', ')} once`,
  );

/** Share of an agency among those of a creditor or a ladder. */
export const Share = z.number().int().min(1).max(100);

/** What letters, allocation and floors need. Amounts are minor units in the creditor's currency. */
export const CreditorTerms = z.strictObject({
  v: z.literal(1).default(1),
  phone,
  email: z.email(),
  address: words,
  /** Where to pay: a web address or a bank in words. */
  payAt: words,
  /** The account to pay to. */
  payTo: words,
  /** IBANs or numbers of the bank accounts whose statements are taken (docs/bank-statements.md). */
  bankAccounts: z.array(line(40)).min(1).max(50).optional(),
  complaints: words,
  freeHelp: words,
  agencies: z.array(
    z.strictObject({
      code,
      name: words,
      phone: words,
      share: Share,
      complaints: words,
      contactFile: ContactFile.optional(),
    }),
  ),
  bureau: z.strictObject({ code, name: words }).nullable(),
  /** Amounts below which nothing of the kind is done; those of the currency where left out (domain/floors.ts). */
  floors: z
    .strictObject({ contact: minor, call: minor, placement: minor, legal: minor, cost: minor, bureau: minor })
    .partial(),
  /** What one contact costs, by channel; assumed where left out (domain/costs.ts). Budgets of strategies read it. */
  costs: z.strictObject({ email: minor, sms: minor, call: minor }).partial().optional(),
  /** What accounts may be of; `card` and `instalment-loan` without grace where left out (domain/products.ts). */
  products: z
    .array(
      z.strictObject({
        code,
        kind: z.enum(PRODUCTS),
        graceDays: z.number().int().min(0).max(60).default(0),
        tolerance: minor.default('0'),
        /** By contract. */
        paymentOrder: PaymentOrder.optional(),
      }),
    )
    .min(1)
    .optional(),
  /** Where neither contracts nor the law of its country have an order. */
  paymentOrder: PaymentOrder.optional(),
  /** Weekdays within which the book of a source (`book`: files) takes in money; 3 where it says nothing. */
  bookLagDays: z.record(z.string().min(1).max(128), z.number().int().min(0).max(30)).optional(),
  /** Working days within which the book answers an instruction (docs/book-instructions.md); 3 where left out. */
  bookAnswerDays: z.number().int().min(1).max(30).optional(),
  limitationYears: z.number().int().min(1).max(30),
  arrangements: Arrangements.optional(),
  /** Days of a breathing space where no law says how long it lasts; until it is lifted where left out. */
  breathingSpaceDays: z.number().int().min(1).max(730).optional(),
  /** Whether plain information (stages/education/) is sent once in an episode; not where left out. */
  education: z.boolean().optional(),
  /** Months of silence after which people let collecting begin again (domain/silence.ts); 6 where left out. */
  silenceMonths: z.number().int().min(1).max(24).optional(),
  /** Accounts of bulk restarts that are released on a working day; 100 where left out. */
  restartsADay: z.number().int().min(1).max(100_000).optional(),
  /** Trained persons who may lift a stop for distress; without them nobody can. */
  careReviewers: z.array(line(60)).min(1).max(50).optional(),
  /** Whom an alarm names. */
  careOnCall: z.strictObject({ name: line(60), phone }).optional(),
  /**
   * Within so many calendar days a complaint is acknowledged and answered (domain/complaint-clocks.ts): the lender's
   * own word, where no law asks for less. Shipped days hold where both are silent.
   */
  complaintDays: z
    .strictObject({ acknowledge: z.number().int().min(1).max(90), answer: z.number().int().min(1).max(365) })
    .partial()
    .optional(),
  /** What plans staff may agree alone; plans of up to a year that waive nothing where left out. */
  planAuthority: z.array(PlanAuthority).min(1).max(50).optional(),
  /** Working days after the last payment of a settlement until its certificate leaves; 5 where left out. */
  certificateDays: z.number().int().min(0).max(60).optional(),
  /** Tries of one due by debit, and days between two; 2 and 7 where left out (domain/debit-limits.ts). */
  debits: DebitTerms.optional(),
  /**
   * What is disputed or complained of from this day on, Arrears itself acknowledges and answers (docs/disputes.md);
   * people do where it is left out.
   */
  answersFrom: CalendarDay.optional(),
  /** Whose law binds it, ISO 3166-1 alpha-2; that of its zone where left out. */
  country: z.string().refine(isCountry, 'must be a code of ISO 3166-1, such as TW').optional(),
  /** Days on which it is closed beside the holidays of its country. */
  closedDays: z.array(CalendarDay).max(400).optional(),
  /** As what it collects: its own loans, or debts that it bought or collects for another. `creditor` where left out. */
  actsAs: z.enum(ACTORS).optional(),
});
export type CreditorTerms = z.infer<typeof CreditorTerms>;

/** The creditors file: every creditor with its terms. */
export const CreditorFile = z.array(
  z.strictObject({
    code,
    name: creditorName,
    zone: words,
    currency: z.string().regex(/^[A-Z]{3}$/),
    terms: CreditorTerms,
  }),
);
export type CreditorFile = z.infer<typeof CreditorFile>;
