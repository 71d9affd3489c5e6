/**
 * Chooses the adapter of each channel. To add a provider: a folder, a line here, and a run of
 * tests/conformance/channels.test.ts.
 */
import type { Channel } from '../domain/channels.ts';
import type { Config } from '../platform/config.ts';
import type { ChannelAdapter } from './channel.ts';
import { openDesk } from './desk/adapter.ts';
import { openOutbox } from './outbox/adapter.ts';
import { type GatewayConfig, openGateway } from './sms/gateway.ts';

/** Settings of the channels. */
interface ChannelsConfig {
  /** Home folder of Arrears; the outbox is `<home>/outbox`. */
  home: string;
  /** `smtp://user:password@host:port` or `smtps://...`. If set, e-mail goes by SMTP instead of the outbox. */
  smtpUrl?: string | undefined;
  /** If set, SMS go to this HTTP gateway instead of the outbox. */
  smsGateway?: GatewayConfig | undefined;
}

/** Settings of the channels from the configuration: workers send with them, the API reads logs with them. */
export const channelsConfig = ({
  home,
  SMTP_URL: smtpUrl,
  SMS_URL: url,
  SMS_SECRET: secret,
}: Pick<Config, 'home' | 'SMTP_URL' | 'SMS_URL' | 'SMS_SECRET'>): ChannelsConfig => ({
  home,
  smtpUrl,
  ...(url === undefined || secret === undefined ? {} : { smsGateway: { url, secret } }),
});

/**
 * Loads SMTP only when it is configured. An invalid URL fails at the first call with Problem `configuration-invalid`.
 */
function openSmtpLater(url: string): ChannelAdapter {
  let opened: Promise<ChannelAdapter> | undefined;
  const adapter = () => {
    opened ??= import('./email/smtp.ts').then(({ openSmtp }) => openSmtp(url));
    return opened;
  };
  return {
    id: 'smtp',
    // Equals SLOWEST_CALL_MS of email/smtp.ts, which is not loaded yet.
    slowestCallMs: 60_000,
    unasked: true,
    policy: 'at-most-once',
    send: async (permit, outgoing) => (await adapter()).send(permit, outgoing),
    ask: async (key) => (await adapter()).ask(key),
  };
}

/** Opens every channel. Nothing is written or connected before the first send. */
export function openChannels(config: ChannelsConfig): Record<Channel, ChannelAdapter> {
  const { home, smtpUrl, smsGateway } = config;
  return {
    email: smtpUrl ? openSmtpLater(smtpUrl) : openOutbox(home, 'email'),
    sms: smsGateway ? openGateway(smsGateway) : openOutbox(home, 'sms'),
    call: openDesk('call'),
    desk: openDesk('desk'),
    agency: openOutbox(home, 'agency'),
    bureau: openOutbox(home, 'bureau'),
    court: openOutbox(home, 'court'),
  };
}
