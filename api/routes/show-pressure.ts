/** GET /v1/accounts/:creditor/:number/pressure: the budget of pressure of the person, and what fills it. */
import { PressureView } from '../../domain/contracts/views.ts';
import { readPressure } from '../../engine/evaluate/read-pressure.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

export function showPressureRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary:
      'What weighs on the person of an account: the budget, which contacts fill it, and when a demand fits again',
    params: AccountPath,
    response: { 200: PressureView },
  };
  api.get('/v1/accounts/:creditor/:number/pressure', { schema }, async (request) => {
    const { creditor, number } = request.params;
    return readPressure(deps.db, deps.rulebook, `${creditor}/${number}`, await deps.now());
  });
}
