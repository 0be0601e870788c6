import type { CloudFace } from '#test/support/cloud/face';
import { TOPIC } from './template.ts';

/** A notice as the owner's topic gets it. */
export interface Told {
  readonly Subject: string;
  readonly Message: string;
}

/** Amazon SNS (query protocol) as far as a function speaks it: Publish to the owner's topic. */
export function snsFace(tell: (notice: Told) => void): CloudFace {
  return {
    service: 'sns',
    answer: ({ body }) => {
      const form = new URLSearchParams(body.toString('utf8'));
      if (form.get('Action') !== 'Publish' || form.get('TopicArn') !== TOPIC) return { status: 400 };
      tell({ Subject: form.get('Subject') ?? '', Message: form.get('Message') ?? '' });
      const result = '<PublishResult><MessageId>notice</MessageId></PublishResult>';
      const space = 'http://sns.amazonaws.com/doc/2010-03-31/';
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<PublishResponse xmlns="${space}">${result}</PublishResponse>`,
      };
    },
  };
}
