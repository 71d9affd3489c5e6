/**
 * Names of the packs that others have stored, in permits and in the ledger of contacts: ids of rules, and the codes of
 * the rules that are computed. A name that is missing here, or that is here and in no pack, is a name that changed.
 */
import type { Jurisdiction } from '../../domain/law/rule.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Ids by pack, in the order of docs/law.md. */
export const RULE_IDS: Readonly<Record<Jurisdiction, readonly string[]>> = {
  CN: words(`
    CN-TIME-01 CN-TIME-02 CN-FREQ-01 CN-FREQ-02 CN-FREQ-03 CN-TARGET-01 CN-TARGET-02 CN-TARGET-03 CN-TARGET-04
    CN-TARGET-05 CN-TARGET-06 CN-TARGET-07 CN-ID-01 CN-CONTENT-01 CN-CONTENT-02 CN-CRED-01 CN-CRED-02
    CN-CRED-04 CN-SOL-04 CN-SOL-05 CN-GUAR-01 CN-PI-02 CN-FREQ-04 CN-CRIM-01 CN-VISIT-01 CN-REC-01 CN-REC-02
    CN-STAFF-01 CN-AGENCY-01 CN-AGENCY-02 CN-AGENCY-03 CN-CRED-03 CN-CRED-04-REPLY CN-CRED-05 CN-CRED-06 CN-SOL-01 CN-SOL-02
    CN-SOL-03 CN-SOL-06 CN-DEATH-01 CN-RATE-01 CN-RATE-02 CN-RATE-03 CN-PI-01 CN-PI-03 CN-PI-04 CN-PI-05
    CN-COMPL-01 CN-COMPL-02 CN-HARD-01
  `),
  US: words(`
    US-TIME-01 US-TIME-02 US-TIME-03 US-TIME-04 US-PLACE-01 US-PLACE-02 US-PLACE-03 US-FREQ-01 US-FREQ-02
    US-FREQ-03 US-FREQ-04 US-FREQ-05 US-FREQ-06 US-MEDIA-01 US-MEDIA-02 US-MEDIA-03 US-MEDIA-04 US-EOPT-01
    US-SMS-01 US-EMAIL-01 US-TCPA-01 US-TCPA-02 US-TCPA-03 US-ATTY-01 US-CEASE-01 US-3P-01 US-3P-02 US-3P-03
    US-SOCIAL-01 US-ID-01 US-CONTENT-01 US-VAL-01 US-VAL-02 US-VAL-03 US-VAL-04 US-DELIV-01 US-SOL-01
    US-SOL-02 US-FURN-01 US-FURN-02 US-FURN-03 US-FURN-04 US-FURN-05 US-FURN-06 US-ID-THEFT US-ID-THEFT-02
    US-BK-01 US-BK-02 US-BK-03 US-BK-04 US-MIL-01 US-MIL-02 US-MIL-03 US-DEC-01 US-REC-01 US-REC-02 US-COMPL-01
    US-COMPL-02 US-FREQ-MA US-FREQ-MA-02 US-VISIT-MA US-TIME-MA US-TIME-MA-02 US-PLACE-MA US-ATTY-MA US-3P-MA
  `),
  TW: words(`
    TW-01 TW-01-THIRD TW-01-CONDUCT TW-02 TW-02-AGENCIES TW-03 TW-03-TARGET TW-COMPL-01
  `),
  UK: words(`
    UK-TIME-01 UK-WISH-01 UK-WISH-02 UK-WISH-03 UK-FREQ-01 UK-3P-01 UK-3P-02 UK-VISIT-01 UK-VISIT-02
    UK-VISIT-03 UK-CONTENT-01 UK-FORB-01 UK-FORB-02 UK-VULN-01 UK-VULN-02 UK-DISP-01 UK-DISP-02 UK-BS-02 UK-BS-01
    UK-BS-03 UK-DN-01 UK-ARR-01 UK-ARR-02 UK-LOC-01 UK-LOC-02 UK-LOC-03 UK-SOL-01 UK-SOL-01-SCT UK-SOL-02
    UK-SOL-03 UK-CRA-01 UK-CRA-02 UK-COMPL-01 UK-COMPL-02
  `),
  IN: words(`
    IN-TIME-01 IN-TIME-MFI IN-TIME-02 IN-TIME-02-OCCASION IN-TIME-02-AGENT IN-3P-01 IN-CONTENT-01 IN-OUT-01
    IN-SOL-01 IN-COMPL-01
  `),
};

/** Codes by rule, in alphabetical order. */
export const CODES: Readonly<Record<string, readonly string[]>> = {
  'CN-TARGET-02': ['debtor-reachable'],
  'CN-TARGET-03': ['purpose', 'text-forbidden'],
  'CN-TARGET-05': ['spouse'],
  'CN-ID-01': ['text-forbidden', 'text-lacks'],
  'CN-CRED-04': ['text-lacks'],
  'CN-SOL-05': ['limitation-unknown', 'time-barred'],
  'CN-PI-02': ['no-consent', 'notice-first'],
  'US-TIME-04': ['asked-place', 'night'],
  'US-PLACE-01': ['work-prohibited'],
  'US-PLACE-03': ['work-email'],
  'US-MEDIA-03': ['asked-channel'],
  'US-MEDIA-04': ['confirmed'],
  'US-SMS-01': ['number-stale', 'number-unknown'],
  'US-EMAIL-01': ['notice-first', 'notice-period'],
  'US-3P-01': ['addressee'],
  'US-3P-03': ['located-before'],
  'US-SOCIAL-01': ['social-public'],
  'US-ID-01': ['text-lacks'],
  'US-VAL-01': ['validation-late'],
  'US-VAL-03': ['overshadowing'],
  'US-VAL-04': ['validation-dispute'],
  'US-DELIV-01': ['no-e-sign'],
  'US-SOL-01': ['limitation-unknown', 'time-barred'],
  'US-SOL-02': ['time-barred'],
  'US-FURN-01': ['may-come-back', 'report-unannounced'],
  'US-FURN-03': ['dispute-unmarked'],
  'US-BK-02': ['bankruptcy'],
  'US-BK-03': ['bankruptcy-unmarked'],
  'US-MIL-01': ['military-rate'],
  'US-FREQ-MA-02': ['cap'],
  'UK-3P-01': ['third-party'],
  'UK-VULN-02': ['incapacity'],
  'UK-DISP-01': ['dispute'],
  'UK-DISP-02': ['part-dispute'],
  'UK-BS-02': ['breathing-space', 'mental-health-crisis'],
  'UK-BS-01': ['breathing-space'],
  'UK-DN-01': ['default-remedied', 'notice-first', 'notice-invalid', 'notice-period'],
  'UK-LOC-02': ['notice-first', 'reply-period'],
  'UK-LOC-03': ['notice-first', 'notice-period'],
  'UK-SOL-01': ['limitation-unknown', 'time-barred'],
  'UK-SOL-01-SCT': ['time-barred'],
  'UK-SOL-03': ['barred-refused', 'text-forbidden'],
  'UK-CRA-01': ['notice-first', 'notice-period'],
  'IN-TIME-02-OCCASION': ['bereavement', 'festival', 'wedding'],
  'IN-SOL-01': ['limitation-unknown', 'time-barred'],
};
