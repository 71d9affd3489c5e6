/** United States: federal law, and Massachusetts. */
import type { Pack } from '../rule.ts';
import { COMPLAINT_RULES } from './complaint-rules.ts';
import { CONTACT_RULES } from './contact-rules.ts';
import { FURNISHING_RULES } from './furnishing-rules.ts';
import { MASSACHUSETTS_RULES } from './massachusetts.ts';
import { MEDIA_RULES } from './media-rules.ts';
import { NOTICE_RULES } from './notice-rules.ts';
import { PARTY_RULES } from './party-rules.ts';
import { STATUS_RULES } from './statuses.ts';

const NOT_COVERED: readonly string[] = [
  'Collection laws of states other than Massachusetts, such as the Rosenthal Act of California, the rules of the City ' +
    'of New York, Regulation 1 of the New York Department of Financial Services, and the mini-TCPAs of Florida, ' +
    'Oklahoma, Washington and Maryland.',
  'Massachusetts beyond calls, texts, visits, work, attorneys and third parties: its validation notice of creditors, ' +
    'its licences, its rules of deceptive conduct.',
  'Licences, bonds and registrations of collectors, state by state.',
  'Limitation in states other than CA, FL, IL, MA, NC, NY, PA and TX; what restarts or tolls it; borrowing statutes; ' +
    'choice of law. In a state that is not listed a suit is refused.',
  'Litigation: service, venue, affidavits, default judgments, garnishment, exempt property and local rules of courts.',
  'What unfair, deceptive and abusive acts a creditor must avoid beyond the rules listed here.',
  'Limited-content messages: a voicemail counts as a communication.',
  'Mortgages and medical, student and telephone debts, each of which has rules of its own.',
  'The co-debtor stay, reaffirmation, and which debts a discharge leaves; adequate-protection motions.',
  'The form and items of the validation notice, and the languages of disclosures.',
  'Whether an agency has contacted the person before: contacts of the creditor count for the validation notice.',
  'Tribal law, Puerto Rico and the other territories beyond federal law.',
];

/** United States. */
export const US: Pack = {
  name: 'US',
  title: 'United States',
  version: '2026-12-01',
  rules: [
    ...CONTACT_RULES,
    ...MEDIA_RULES,
    ...PARTY_RULES,
    ...NOTICE_RULES,
    ...FURNISHING_RULES,
    ...STATUS_RULES,
    ...COMPLAINT_RULES,
    ...MASSACHUSETTS_RULES,
  ],
  notCovered: NOT_COVERED,
};
