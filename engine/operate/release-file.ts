/** Refused files that a person sets aside. They no longer count as stuck. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Act } from '../../domain/act.ts';

/** Sets a refused file aside. False when there is no such refused file. */
export async function releaseFile(db: Kysely<Database>, fileId: string, act: Act): Promise<boolean> {
  const file = await db
    .updateTable('intake_file')
    .set({ released_by: act.actor.name })
    .where('id', '=', fileId)
    .where('state', '=', 'refused')
    .returning('id')
    .executeTakeFirst();
  return file !== undefined;
}
