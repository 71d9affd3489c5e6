/** Why a file is not taken as evidence: code -> sentence and remedy. Nothing of a refused file is kept. */

interface Row {
  sentence: string;
  remedy: string;
}

const SAVE_AGAIN = 'Open it, save it again as PDF, JPEG or PNG, and send that; a screenshot of it is enough.';
const PRINT_AGAIN = 'Print it to a new PDF, or send pictures of its pages.';

/** Listed in docs/disputes.md; codes are stable. */
export const EVIDENCE_FAULTS = {
  empty: { sentence: 'The file is empty.', remedy: 'Send the file again, whole.' },
  'too-large': {
    sentence: 'The file is larger than a file of evidence may be.',
    remedy: 'Send it in parts, or as pictures of its pages; ARREARS_EVIDENCE_FILE_MIB is the bound.',
  },
  archive: { sentence: 'The file is packed.', remedy: 'Unpack it and send the files inside, each on its own.' },
  office: { sentence: 'The file is an office document.', remedy: 'Export it as PDF and send that.' },
  'other-picture': {
    sentence: 'The file is a picture of a kind that is not taken (HEIC, GIF, TIFF, WebP or BMP).',
    remedy: 'Save it as JPEG or PNG; a telephone does so when it is set to "most compatible".',
  },
  program: { sentence: 'The file is a program or a script.', remedy: 'Send a PDF, a JPEG, a PNG or plain text.' },
  markup: {
    sentence: 'The file is a page of the web, or has one inside.',
    remedy: 'Print the page to PDF, or send a screenshot.',
  },
  'other-kind': {
    sentence: 'The file is neither PDF, JPEG, PNG nor plain UTF-8 text.',
    remedy: 'Export or print it as PDF, or send a picture of it.',
  },
  'two-kinds': { sentence: 'The file is of two kinds at once: a packed file hangs on it.', remedy: SAVE_AGAIN },
  'cut-short': { sentence: 'The file ends in the middle.', remedy: 'Send it again, whole.' },
  'goes-on': { sentence: 'The file goes on after its own end.', remedy: SAVE_AGAIN },
  broken: { sentence: 'The file is not built as its kind is.', remedy: SAVE_AGAIN },
  'too-many-pixels': {
    sentence: 'The picture has more pixels than a camera takes.',
    remedy: 'Save it smaller: 100 megapixels and 30000 a side are the bounds.',
  },
  encrypted: { sentence: 'The PDF is encrypted, or asks for a password.', remedy: PRINT_AGAIN },
  'runs-something': {
    sentence: 'The PDF has a script in it, starts a program or sends a form.',
    remedy: PRINT_AGAIN,
  },
  attachments: {
    sentence: 'The PDF has files or media inside.',
    remedy: 'Send them on their own, and the PDF printed anew.',
  },
  hides: {
    sentence: 'The PDF packs its parts in a way, or to a size, in which they cannot be looked at.',
    remedy: PRINT_AGAIN,
  },
} as const satisfies Readonly<Record<string, Row>>;
export type EvidenceFault = keyof typeof EVIDENCE_FAULTS;
