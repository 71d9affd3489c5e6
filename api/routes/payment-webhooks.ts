/** /v1/payment-webhooks: what payment providers tell, and what became of it. */
import { z } from 'zod';
import type { InboundWebhook, PaymentProvider } from '../../channels/payer/provider.ts';
import { providerOf } from '../../channels/payer/providers.ts';
import { line } from '../../domain/contracts/event.ts';
import { PaymentNoticeView, PaymentProviderView, TakenNoticeView } from '../../domain/contracts/payment-notice.ts';
import { NOTICE_KINDS } from '../../domain/money/payment-notice.ts';
import { Problem } from '../../domain/problems.ts';
import { countRefusal, listNotices, listProviders } from '../../engine/payments/list-notices.ts';
import { takeNotices } from '../../engine/payments/take-notices.ts';
import type { Api, ApiDeps } from '../deps.ts';

const ProviderPath = z.strictObject({ provider: line(40).regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name in small letters') });

/** Takes webhooks. Whoever calls proves by the signature whose money it is; a webhook again changes nothing. */
export function receiveWebhooksRoute(api: Api, deps: ApiDeps): void {
  // The signature covers the bytes as received, whatever their type.
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  api.route({
    method: 'POST',
    url: '/v1/payment-webhooks/:provider',
    schema: {
      summary: 'Notices of a payment provider, signed by it',
      description: 'Idempotent on the id of each notice. The built-in form: docs/payments.md.',
      params: ProviderPath,
      response: { 200: z.array(TakenNoticeView) },
    },
    handler: async (request) => {
      const provider = providerOf(request.params.provider);
      const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      const creditor = await prove(deps, provider, { headers: request.headers, bytes });
      const notices = provider.readNotices(bytes);
      return takeNotices(deps.db, { provider: provider.name, creditor, notices }, deps);
    },
  });
}

/** The creditor whose secret signed the webhook. Throws and counts what is forged or too old. */
async function prove({ db, paymentSecrets }: ApiDeps, provider: PaymentProvider, webhook: InboundWebhook) {
  const { name } = provider;
  const secrets = [...paymentSecrets].filter(([pair]) => pair.startsWith(`${name}/`));
  if (secrets.length === 0) throw new Problem('unknown-payment-provider', { provider: name });
  try {
    const signed = secrets.find(([, secret]) => provider.isSigned(webhook, secret));
    if (signed === undefined) throw new Problem('webhook-forged', { provider: name });
    return signed[0].slice(name.length + 1);
  } catch (error) {
    const why = error instanceof Problem && error.code === 'webhook-too-old' ? 'too-old' : 'forged';
    if (error instanceof Problem) await countRefusal(db, name, why);
    throw error;
  }
}

/** Lists what providers told. */
export function paymentNoticesRoute(api: Api, { db, paymentSecrets }: ApiDeps): void {
  api.get(
    '/v1/payment-webhooks',
    {
      schema: {
        summary: 'Payment providers, with what they told and what was refused',
        response: { 200: z.array(PaymentProviderView) },
      },
    },
    async () => listProviders(db, paymentSecrets.keys()),
  );
  const querystring = z.strictObject({
    provider: ProviderPath.shape.provider.optional(),
    kind: z.enum(NOTICE_KINDS).optional(),
    after: z.coerce.number().int().min(0).optional().describe('number of the last notice of the page before'),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  });
  api.get(
    '/v1/payment-notices',
    {
      schema: {
        summary: 'Notices of payment providers, in the order of their arrival',
        querystring,
        response: { 200: z.array(PaymentNoticeView) },
      },
    },
    async ({ query: { after, ...filter } }) =>
      listNotices(db, { ...filter, after: after === undefined ? undefined : BigInt(after) }),
  );
}
