/** GET and POST /v1/law/versions, POST /v1/law/versions/{version}/approve: versions of the lender's own rules. */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { CalendarDay } from '../../domain/contracts/event.ts';
import { RuleFile } from '../../domain/contracts/rule-file.ts';
import { HouseVersionView } from '../../domain/contracts/views.ts';
import { approveVersion, listVersions, proposeVersion } from '../../engine/law/house-versions.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { Name, VersionPath } from '../schemas.ts';

export function houseVersionsRoute(api: Api, deps: ApiDeps): void {
  const { db, rulebook } = deps;
  const versions = async () => listVersions(db, rulebook, await deps.now());
  const response = z.array(HouseVersionView);
  api.get(
    '/v1/law/versions',
    { schema: { summary: "Versions of the lender's own rules", response: { 200: response } } },
    versions,
  );
  const body = z.strictObject({ rules: RuleFile, holdsFrom: CalendarDay, as: Name });
  api.post(
    '/v1/law/versions',
    { schema: { summary: 'Propose rules from a date on', body, response: { 201: response } } },
    async ({ body: { rules, holdsFrom, as } }, reply) => {
      await proposeVersion(db, rulebook.base, { file: rules, holdsFrom }, byPerson(as, await deps.now()));
      return reply.code(201).send(await versions());
    },
  );
  const approval = { params: VersionPath, body: z.strictObject({ as: Name }), response: { 201: response } };
  api.post(
    '/v1/law/versions/:version/approve',
    { schema: { summary: 'Publish proposed rules; never by the one who proposed them', ...approval } },
    async ({ params: { version }, body: { as } }, reply) => {
      await approveVersion(db, version, byPerson(as, await deps.now()));
      return reply.code(201).send(await versions());
    },
  );
}
