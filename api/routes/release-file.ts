/** POST /v1/files/{id}/release: a person sets a refused file aside. */

import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { Problem } from '../../domain/problems.ts';
import { releaseFile } from '../../engine/operate/release-file.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { IdPath, Name } from '../schemas.ts';

export function releaseFileRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Set a refused file aside; nothing of it is taken',
    params: IdPath,
    body: z.strictObject({ as: Name }),
    response: { 200: z.object({ file: z.uuid(), released: z.boolean() }) },
  };
  api.post('/v1/files/:id/release', { schema }, async (request) => {
    const { id } = request.params;
    const released = await releaseFile(deps.db, id, byPerson(request.body.as, await deps.now()));
    if (!released) throw new Problem('unknown-file', { file: id });
    return { file: id, released };
  });
}
