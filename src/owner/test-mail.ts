import type { Archive } from '#archive/archive';
import { editionKey, recipientKey } from '#archive/keys';
import { DeliveryError } from '#delivery/errors';
import { confirmDelivery, refuseDelivery, takeDelivery } from '#delivery/receipts';
import { dayInZone } from '#domain/calendar-date';
import type { CheckPorts, CheckRequest } from './check-request.ts';
import { type Finding, fine, outstanding } from './finding.ts';

/**
 * Sends a mail marked as a test on the way that reports go, receipts included, so that what SES tells of it later is
 * understood. Nothing when none is wanted.
 */
export async function sendTestMail(request: CheckRequest, { cloud, archive }: CheckPorts): Promise<Finding[]> {
  const { testTo, deployment, now } = request;
  if (!testTo) return [];
  const text = `This is a test mail of Daybook: "daybook check" sent it from the stack ${deployment.stack} in ${deployment.region}. It holds no figures. Reports come the same way.`;
  const name = {
    date: dayInZone(now, 'America/New_York'),
    recipient: recipientKey(testTo),
    edition: editionKey([{ account: `test ${now.toISOString()}`, revision: 0 }]),
  };
  const message = {
    from: request.sender,
    to: testTo,
    subject: '[Test] Daybook can mail you',
    text: `${text}\n`,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title></head><body><p>${escaped(text)}</p></body></html>`,
    date: now,
    messageId: `test.${name.edition}@daybook.invalid`,
    attachments: [],
  };
  if ((await takeDelivery(archive, name, now)) !== 'new') {
    return [outstanding('Test mail', 'one of this very moment was sent before.', 'Check again.')];
  }
  try {
    const where = await cloud.channel(deployment.configurationSet).send(message, name);
    await confirmDelivery(archive, name, now, where);
    return [fine('Test mail', `SES took it for ${testTo} (${where}). Look whether it arrives, and not as spam.`)];
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    await noteRefusal(archive, name, now, error);
    return [outstanding('Test mail', `to ${testTo}: ${error.message}`, error.nextStep)];
  }
}

/** Only a sure refusal: one whose answer was lost stays open, and the events of SES settle it. */
async function noteRefusal(
  archive: Archive,
  name: Parameters<typeof refuseDelivery>[1],
  now: Date,
  error: DeliveryError,
): Promise<void> {
  if (error.outcome === 'refused') await refuseDelivery(archive, name, now, error.name);
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'));
