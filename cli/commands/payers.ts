/** `arrears payer`: what payment providers tell, and the built-in payer. */

import { TEST_PAYER } from '../../channels/payer/providers.ts';
import { startTestPayer } from '../../channels/payer/test-payer.ts';
import type { PaymentNoticeView, PaymentProviderView } from '../../domain/contracts/payment-notice.ts';
import { readConfig } from '../../platform/config.ts';
import { addressOf, openApiClient } from '../api-client.ts';
import { UsageFault } from '../fault.ts';
import { answer, type Column, count, note, type OutputOptions, showMoney, table } from '../print.ts';
import { limitOf, readPages } from '../read-pages.ts';

interface NoticeOptions extends OutputOptions {
  provider?: string;
  kind?: PaymentNoticeView['kind'];
  limit?: number;
}

/** Notices of one screen. */
const SCREEN = 200;

const PROVIDERS: Column<PaymentProviderView>[] = [
  { title: 'provider', of: ({ provider }) => provider },
  { title: 'creditors', of: ({ creditors }) => creditors.join(' ') },
  { title: 'notices', of: ({ notices }) => String(notices), right: true },
  {
    title: 'refused',
    of: ({ refused }) => refused.map(({ why, times, lastAt }) => `${times} ${why}, last ${lastAt}`).join('; '),
  },
];

export async function listProviders(options: OutputOptions): Promise<void> {
  const providers = await openApiClient().get<PaymentProviderView[]>('/v1/payment-webhooks');
  answer(options, providers, () => (providers.length === 0 ? NO_PROVIDER : table(PROVIDERS, providers)));
}

const NO_PROVIDER = 'No payment provider is known: ARREARS_PAYMENT_SECRETS (docs/payments.md).';

const NOTICES: Column<PaymentNoticeView>[] = [
  { title: 'no', of: ({ no }) => String(no), right: true },
  { title: 'at', of: ({ at }) => at },
  { title: 'provider', of: ({ provider }) => provider },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'payment', of: ({ payment }) => payment },
  { title: 'amount', of: ({ amount }) => showMoney(amount), right: true },
  { title: 'line', of: ({ line }) => (line === null ? '' : String(line)), right: true },
  { title: 'state', of: ({ state, failure }) => state ?? failure ?? '' },
  { title: 'accounts', of: ({ accounts }) => accounts.join(' ') },
];

export async function listNotices(options: NoticeOptions): Promise<void> {
  const { provider, kind } = options;
  const list = {
    ...{ path: '/v1/payment-notices', filter: { provider, kind } },
    keyOf: ({ no }: PaymentNoticeView) => String(no),
  };
  const limit = limitOf(options, SCREEN);
  const notices = await readPages(openApiClient(), list, limit);
  answer(options, notices, () =>
    notices.length === 0 ? 'No payment provider told anything.' : table(NOTICES, notices),
  );
  if (notices.length === limit) note(`${count(limit, 'notice')} shown; there may be more: --limit`);
}

interface TestPayerOptions extends OutputOptions {
  creditor?: string;
  port: number;
}

/** Runs the built-in payer until Ctrl-C. */
export async function runTestPayer({ creditor, port, ...options }: TestPayerOptions): Promise<void> {
  const config = readConfig();
  const secrets = [...config.paymentSecrets].filter(
    ([pair]) => pair.startsWith(`${TEST_PAYER}/`) && (creditor === undefined || pair === `${TEST_PAYER}/${creditor}`),
  );
  const [known, other] = secrets;
  if (known === undefined)
    throw new UsageFault(
      `${TEST_PAYER} has no secret${creditor === undefined ? '' : ` for ${creditor}`}.`,
      `Set ARREARS_PAYMENT_SECRETS=${TEST_PAYER}/CREDITOR=whsec_... for it and for the stack.`,
    );
  if (other !== undefined) throw new UsageFault('It is not said to which creditor it pays.', 'Add --creditor CODE.');
  const prefix = `${Date.now().toString(36)}-`;
  const payer = await startTestPayer({ api: addressOf(config), secret: known[1], prefix, port });
  answer(
    options,
    { url: payer.url },
    () => `The test payer listens at ${payer.url} (docs/payments.md). Ctrl-C ends it.`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await payer.close();
}
