import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Mailout } from '#delivery/mailout';
import { mimeOf } from '#delivery/mime';

const mailout: Mailout = {
  from: 'Daybook <daybook@localhost>',
  to: 'owner@localhost',
  subject: 'Fri 20 Nov: +0.42% · YTD −3.44%',
  html: '<p>1,005,168.74 USD</p>',
  text: 'Value 1,005,168.74 USD\n',
  date: new Date('2026-11-21T10:45:00Z'),
  messageId: '2026-11-20.abc.e1@daybook.invalid',
  attachments: [{ name: 'daybook.xlsx', contentType: 'application/octet-stream', body: Uint8Array.of(1, 2, 3) }],
};

it('holds text, page and attachment in one message', async () => {
  const mime = (await mimeOf(mailout)).toString('utf8');
  expect(mime).toContain('multipart/mixed');
  expect(mime).toContain('multipart/alternative');
  expect(mime).toMatch(/Content-Type: text\/plain[\s\S]*1,005,168\.74 USD/);
  expect(mime).toMatch(/Content-Type: text\/html[\s\S]*1,005,168\.74 USD/);
  expect(mime).toMatch(/filename=daybook\.xlsx[\s\S]*AQID/);
  expect(mime).toContain('Message-ID: <2026-11-20.abc.e1@daybook.invalid>');
});

it('is the same for the same message, byte for byte', async () => {
  expect((await mimeOf(mailout)).equals(await mimeOf(mailout))).toBe(true);
});

it('lets no subject end the header or begin another one', async () => {
  const plain = (await mimeOf({ ...mailout, subject: 'x' })).toString('latin1').split('\r\n\r\n')[0] ?? '';
  const names = (head: string) =>
    head
      .split('\r\n')
      .filter((line) => /^[A-Za-z-]+:/.test(line))
      .map((line) => line.split(':')[0]);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (words) => {
      const subject = `${words}\r\nBcc: thief@example.com\r\n\r\n<b>`;
      const head = (await mimeOf({ ...mailout, subject })).toString('latin1').split('\r\n\r\n')[0] ?? '';
      expect(names(head)).toEqual(names(plain));
    }),
    { numRuns: 50 },
  );
});

it('tells mail programs where to write for no more of these, and nothing where nobody is named', async () => {
  const mime = (await mimeOf({ ...mailout, unsubscribe: 'owner@example.com' })).toString('utf8');
  expect(mime).toContain('List-Unsubscribe: <mailto:owner@example.com?subject=unsubscribe>\r\n');
  expect((await mimeOf(mailout)).toString('utf8')).not.toContain('List-Unsubscribe');
});

it('lets no address to unsubscribe at end the header', async () => {
  const unsubscribe = 'a@example.com\r\nBcc: thief@example.com';
  const head = (await mimeOf({ ...mailout, unsubscribe })).toString('latin1').split('\r\n\r\n')[0] ?? '';
  expect(head).not.toMatch(/^Bcc:/m);
});
