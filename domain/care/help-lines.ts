/**
 * Emergency and help lines by country, shown to whoever answers an alarm. Numbers change: compare them with `source`, who
 * publishes them, before relying on this table; `confidence` says how far that was done.
 */
import type { Confidence, Jurisdiction } from '../law/rule.ts';

/** One line to call. */
export interface HelpLine {
  readonly name: string;
  readonly number: string;
  readonly hours: string;
  readonly source: string;
  readonly confidence: Confidence;
}

const line = (name: string, number: string, hours: string, source: string): HelpLine => ({
  ...{ name, number, hours, source },
  confidence: 'general-knowledge',
});
const ALWAYS = 'day and night';

/** Emergency services first. */
export const HELP_LINES: Readonly<Record<Jurisdiction, readonly HelpLine[]>> = {
  CN: [
    line('Police', '110', ALWAYS, 'Ministry of Public Security'),
    line('Ambulance', '120', ALWAYS, 'National Health Commission'),
    {
      ...line('National mental health line', '12356', 'at least 18 hours a day', 'National Health Commission'),
      confidence: 'secondary',
    },
  ],
  US: [
    line('Emergency', '911', ALWAYS, 'www.911.gov'),
    line('988 Suicide & Crisis Lifeline, call or text', '988', ALWAYS, '988lifeline.org'),
  ],
  TW: [
    line('Ambulance', '119', ALWAYS, 'National Fire Agency'),
    line('Police', '110', ALWAYS, 'National Police Agency'),
    line('Reassurance line (安心專線)', '1925', ALWAYS, 'Ministry of Health and Welfare'),
  ],
  UK: [
    line('Emergency', '999', ALWAYS, 'www.gov.uk'),
    line('Samaritans', '116 123', ALWAYS, 'www.samaritans.org'),
    line('NHS, mental health option', '111', ALWAYS, 'www.nhs.uk'),
  ],
  IN: [
    line('Emergency', '112', ALWAYS, 'Ministry of Home Affairs'),
    line('Tele MANAS', '14416', ALWAYS, 'Ministry of Health and Family Welfare'),
  ],
};
