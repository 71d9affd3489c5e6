/** What a file of the lender's may hold: the book, or what stands beside it. */
export const IMPORT_KINDS = ['book', 'parties', 'features'] as const;
/** One of IMPORT_KINDS. */
export type ImportKind = (typeof IMPORT_KINDS)[number];
