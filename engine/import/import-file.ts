/** Imports a file of the lender's: the book, or the parties or features that stand beside it. */
import type { Pool } from 'pg';
import type { BookSource } from '../../domain/contracts/book-row.ts';
import { featuresImport } from './features.ts';
import { type ImportOptions, type ImportSummary, importBook } from './import-book.ts';
import { importRows } from './import-rows.ts';
import { partiesImport } from './parties.ts';

/** Imports by what the file holds. Throws `not-allowed-now` while another import runs. */
export function importLenderFile(pool: Pool, source: BookSource, options: ImportOptions): Promise<ImportSummary> {
  switch (source.kind) {
    case 'book':
      return importBook(pool, source, options);
    case 'parties':
      return importRows(pool, source, options, partiesImport);
    case 'features':
      return importRows(pool, source, options, featuresImport);
  }
}
