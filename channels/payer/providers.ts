/** The adapters of payment providers, by name. A provider that has none speaks the built-in form, or a bridge does. */
import type { PaymentProvider } from './provider.ts';
import { signedNotices } from './signed-notices.ts';

/** The built-in payer, for trying things out. */
export const TEST_PAYER = 'test-payer';

/** Every adapter. */
export const PROVIDERS: readonly PaymentProvider[] = [signedNotices(TEST_PAYER)];

/** The adapter of a provider. */
export const providerOf = (name: string): PaymentProvider =>
  PROVIDERS.find((provider) => provider.name === name) ?? signedNotices(name);
