import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDate } from '#domain/calendar-date';
import { plainText } from '#render/format';
import { renderMail } from '#render/mail';
import type { MailInput } from '#render/mail-input';
import { encodedLength, MAIL_LIMIT, MAIL_TARGET, MailTooLarge } from '#render/mail-size';
import { table } from '#report/block';
import type { Report } from '#report/report';
import { hostileText, withText } from '#test/support/hostile';
import { attributes, htmlText, tags } from '#test/support/html-text';
import { sampleReport } from '#test/support/sample-report';

function input(parts: Partial<MailInput> = {}): MailInput {
  return {
    reports: [sampleReport()],
    failures: [],
    attachments: [
      { name: 'daybook-2026-11-20.html', title: 'Full report', bytes: 640_000 },
      { name: 'daybook-2026-11-20.xlsx', title: 'Workbook', bytes: 1_240_000 },
    ],
    sentAt: '2026-11-21T11:05:00Z',
    timeZone: 'Europe/Zurich',
    archivePlace: '2026/11/20',
    ...parts,
  };
}

function changed(parts: Partial<Report>, label = 'Main account'): Report {
  return { ...sampleReport({ label }), ...parts };
}

/** A report on a day when all is well. */
function quiet(label = 'Main account'): Report {
  const sections = sampleReport().sections.filter(
    (section) => section.id === 'overview' || section.id === 'performance',
  );
  return changed({ warnings: [], asOf: [], checks: { passed: 6, possible: 6, failed: [] }, sections }, label);
}

/** What a reader of the HTML sees, without the preheader, which mail programs show elsewhere. */
const seen = (html: string): string => plainText(htmlText(html.replace(/<div style="display:none[\s\S]*?<\/div>/, '')));

const { subject, preheader, html, text } = renderMail(input());

describe('the subject', () => {
  test('names the day, its return and the year’s, and no amount', () => {
    expect(subject).toBe('Fri 20 Nov: +0.42% · YTD +9.93%');
  });

  test('says n/a where there is no return', () => {
    const { headline } = sampleReport();
    const waiting = changed({ headline: { ...headline, dayReturn: { missing: 'follows in the morning' } } });
    expect(renderMail(input({ reports: [waiting] })).subject).toBe('Fri 20 Nov: n/a · YTD +9.93%');
  });

  test('has a plain minus', () => {
    const { headline } = sampleReport();
    const fallen = changed({ headline: { ...headline, dayReturn: -0.0073 } });
    expect(renderMail(input({ reports: [fallen] })).subject).toBe('Fri 20 Nov: -0.73% · YTD +9.93%');
  });

  test('says in words that there is no return, of the evening that there is none yet', () => {
    const missing = { missing: 'follows in the morning' };
    const headline = { ...sampleReport().headline, dayReturn: missing, yearReturn: missing };
    const of = (finality: Report['finality']): string =>
      renderMail(input({ reports: [changed({ headline, finality })] })).subject;
    expect(of('preliminary')).toBe('Fri 20 Nov: preliminary, no return yet');
    expect(of('final')).toBe('Fri 20 Nov: return n/a');
  });

  test('of several accounts names each, or their count and the total’s return where the names are long', () => {
    const two = input({ reports: [quiet('Main'), quiet('Pension')] });
    expect(renderMail(two).subject).toBe('Fri 20 Nov: Main +0.42%, Pension +0.42%');
    const [elder, younger] = [quiet('The account of the elder'), quiet('The account of the younger')];
    const day = { opening: Number(elder.headline.dayResult) / 0.0031 };
    const of = (...reports: Report[]): string => renderMail(input({ reports })).subject;
    expect(of({ ...elder, day }, { ...younger, day })).toBe('Fri 20 Nov: 2 accounts +0.31%');
    expect(of({ ...elder, day }, younger)).toBe('Fri 20 Nov: 2 accounts');
  });

  test('begins with the trouble when a report is missing', () => {
    const failed = (label: string) => [{ label, maskedId: 'U…8812', text: 'The gateway did not answer.' }];
    const of = (label: string): string => renderMail(input({ failures: failed(label) })).subject;
    expect(of('Joint')).toBe('No report: Joint · Fri 20 Nov: +0.42% · YTD +9.93%');
    expect(of('Pension of the elder')).toBe('No report: Pension of the elder · Fri 20 Nov');
    expect(of('The pension account of the elder one')).toBe('No report: 1 account · Fri 20 Nov');
    expect(renderMail(input({ reports: [], failures: failed('Pension') })).subject).toBe('No report: Pension');
  });

  test('is at most 50 characters and safe in a header, whatever an account is called', () => {
    fc.assert(
      fc.property(hostileText, hostileText, fc.boolean(), (one, other, failed) => {
        const failures = failed ? [{ label: other, maskedId: 'U…1', text: other }] : [];
        const mail = renderMail(input({ reports: [quiet(one), quiet(other)], failures }));
        expect([...mail.subject].length).toBeLessThanOrEqual(50);
        expect([...mail.preheader].length).toBeLessThanOrEqual(90);
        expect(mail.subject + mail.preheader).not.toMatch(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('both parts', () => {
  test('say the same figures in the same order', () => {
    const figures = (part: string): readonly string[] => part.match(/[+-]?\d[\d,]*(\.\d+)?%?/g) ?? [];
    expect(figures(seen(html))).toEqual(figures(text));
    expect(figures(text).length).toBeGreaterThan(60);
  });

  test('say them with several accounts too', () => {
    const mail = renderMail(input({ reports: [quiet('Main'), changed({}, 'Pension')] }));
    const figures = (part: string): readonly string[] => part.match(/[+-]?\d[\d,]*\.\d+%?/g) ?? [];
    expect(figures(seen(mail.html))).toEqual(figures(mail.text));
  });

  test('say the value, the day and the verdict of the checks', () => {
    for (const part of [seen(html), text.replace(/\s+/g, ' ')]) {
      expect(part).toContain('Daybook ! 5 of 6 checks');
      expect(part).toContain('Main account U…4567 Friday 20 November 2026');
      expect(part).toMatch(/695,446\.61 USD (▲ )?\+2,897\.62 USD +\+0\.42%/);
    }
  });

  test('show what did not pass, and nothing of what did', () => {
    expect(text).toContain('! Failed: Positions and cash make the account value: diff. 12.40 USD');
    expect(text).toContain(
      'Not possible: Own return equals the broker’s; Nothing unexplained in the\n  bridge: needs Flex',
    );
    expect(text).not.toContain('Ledger equals summary');
    expect(renderMail(input({ reports: [quiet()] })).text).not.toContain('CHECKS');
  });

  test('name a figure that is missing in its column, and the reason below', () => {
    expect(text).toMatch(/5 years +n\/a/);
    expect(text.replace(/\s+/g, ' ')).toContain('n/a for 5 years: account is younger.');
  });

  test('say how old the data are, what is attached and where it lies', () => {
    expect(seen(html)).toContain('Data as of Holdings and cash 20 Nov 16:31 ET');
    expect(seen(html)).toContain('Attached Full report HTML 640 kB Workbook XLSX 1.2 MB');
    expect(seen(html)).toContain('Sent 21 Nov 12:05 CET. Information, not advice. The broker’s statement prevails.');
    expect(seen(html)).toContain('Past returns do not predict. In your archive at 2026/11/20.');
  });

  test('say so when nothing is attached', () => {
    expect(renderMail(input({ attachments: [] })).text).toContain(
      'Nothing: the files are in your archive at 2026/11/20.',
    );
  });

  test('have a band for a preliminary day and a paper account, and none on a good day', () => {
    const mail = renderMail(input({ reports: [{ ...quiet(), finality: 'preliminary' }] }));
    expect(mail.text).toContain('! Preliminary\nFigures: They may still change: the day is not settled yet.\n');
    expect(mail.text).toContain('Friday 20 November 2026, preliminary');
    const paper = { ...quiet(), account: { ...quiet().account, paper: true } };
    expect(renderMail(input({ reports: [paper] })).text).toContain('Paper: Its money is not real.');
    expect(renderMail(input({ reports: [quiet()] })).html).not.toContain('class="bd"');
  });

  test('show a table’s most telling columns, four at most, and as many rows as a phone bears', () => {
    const columns = ['first', 'grey', 'b', 'lead', 'd', 'e'].map((key) => ({
      key,
      title: key,
      kind: key === 'first' ? ('text' as const) : ('count' as const),
      ...(key === 'grey' ? { weight: 'side' as const } : key === 'lead' ? { weight: 'lead' as const } : {}),
    }));
    const rows = Array.from({ length: 20 }, (_, i) => ({
      first: `Row ${i}`,
      grey: 1,
      b: 2,
      lead: 3,
      d: 4,
      e: 5,
    }));
    const block = table({ id: 't', title: 'T', shownIn: ['mail'], columns, rows });
    const mail = renderMail(input({ reports: [{ ...quiet(), sections: [{ id: 's', blocks: [block] }] }] }));
    expect(mail.text).toMatch(/first +b +lead +d\n/);
    expect(mail.text).toContain('Row 11');
    expect(mail.text).not.toContain('Row 12 ');
    expect(mail.text).toContain('8 more in the full report.');
  });

  test('short, has the blocks that say that they are brief, wherever they stand, and no other', () => {
    const one = (id: string, brief: boolean) =>
      table({
        ...{ id, title: id, shownIn: ['mail'], ...(brief ? { brief } : {}) },
        columns: [{ key: 'name', title: 'Name', kind: 'text' }],
        rows: [{ name: `of ${id}` }],
      });
    const blocks = [one('look-up', false), one('returns', true), one('more', false)];
    const report = { ...quiet(), sections: [{ id: 's', blocks }] };
    const told = (from: Report, detail: 'full' | 'short'): readonly string[] =>
      renderMail(input({ reports: [from], detail })).text.match(/of [a-z-]+$/gm) ?? [];
    expect(told(report, 'short')).toEqual(['of returns']);
    expect(told(report, 'full')).toEqual(['of look-up', 'of returns', 'of more']);
  });

  test('draw a series in figures, for a mail has no charts', () => {
    const series = sampleReport()
      .sections.flatMap((section) => section.blocks)
      .filter((block) => block.kind === 'series');
    const blocks = series.map((block) => ({ ...block, shownIn: ['mail' as const] }));
    const mail = renderMail(input({ reports: [{ ...quiet(), sections: [{ id: 's', blocks }] }] }));
    expect(mail.text).toMatch(/Last {2}20 Nov 2026 +695,446\.61 USD/);
    expect(mail.text).toMatch(/Highest {2}\d/);
  });
});

test.each([
  ['final', 'Corrected: Fri 20 Nov: +0.42% · YTD +9.93%', 'Corrected: 1 figure changed'],
  ['preliminary', 'Fri 20 Nov: +0.42% · YTD +9.93%', '1 figure changed'],
] as const)('a revision of a %s report names old and new value', (finality, subjectSaid, title) => {
  const figures = [
    { label: 'Net asset value', kind: 'money', unit: 'USD', before: 690_000, after: 695_446.61 },
  ] as const;
  const mail = renderMail(input({ reports: [{ ...quiet(), changes: { revision: 1, finality, figures } }] }));
  expect(mail.subject).toBe(subjectSaid);
  expect(seen(mail.html)).toContain(`${title} Changed Net asset value 690,000.00 USD, now 695,446.61 USD.`);
});

test('the mail after a holiday says why there was none on it', () => {
  const closedBefore = [{ date: calendarDate('2026-11-19'), reason: 'Thanksgiving Day' }];
  const mail = renderMail(input({ reports: [changed({ closedBefore })] }));
  expect(seen(mail.html)).toContain('No trading on Thu 19 Nov: Thanksgiving Day');
  expect(seen(renderMail(input({ reports: [changed({})] })).html)).not.toContain('No trading');
});

describe('several accounts', () => {
  test('have the one note of an account in the band, and of several notes their count', () => {
    const noted = (...texts: string[]): Report => ({
      ...quiet('Pension'),
      warnings: texts.map((text) => ({ term: 'Borrowed cash', text })),
    });
    const of = (report: Report): string => renderMail(input({ reports: [quiet('Main'), report] })).text;
    expect(of(noted('EUR 4,200.00 owed.'))).toContain('Pension U…4567: Borrowed cash: EUR 4,200.00 owed.');
    const open: Report = { ...quiet('Pension'), finality: 'preliminary' };
    expect(of(open)).toContain('Pension U…4567: Preliminary\n');
    expect(of(noted('EUR 4,200.00 owed.', 'CHF 10.00 owed.'))).toContain('Pension U…4567: 2 notes');
  });

  const two = renderMail(input({ reports: [quiet('Main'), quiet('Pension')] }));

  test('begin with their total and a line for each', () => {
    expect(seen(two.html)).toContain('Total, 2 accounts Friday 20 November 2026 1,390,893.21 USD ▲ +5,795.25 USD');
    expect(seen(two.html)).toContain(
      'Accounts, USD Day % Nov % 2026 % Main U…4567 695,446.61 ✓ 6 of 6 checks +0.42 -0.12 +9.93 Pension',
    );
    expect(two.text).toMatch(/\nMain U…4567 +695,446\.61\n {2}✓ 6 of 6 checks +\+0\.42 +-0\.12 +\+9\.93\n/);
    expect(seen(two.html)).toContain('Daybook ✓ 12 of 12 checks');
  });

  test('give the return of the total on what all began the day with, and tell what moved between them', () => {
    const day = (opening: number, amount: number): Partial<Report> => ({
      day: { opening, moved: [{ currency: 'USD', amount }] },
    });
    const key = (name: string) => ({ ...quiet(name).account, key: name });
    const [main, pension] = [
      { ...quiet('Main'), ...day(692_548.99, -5_000), account: key('Main') },
      { ...quiet('Pension'), ...day(692_548.99, 5_000), account: key('Pension') },
    ];
    const text = renderMail(input({ reports: [main, pension] })).text;
    expect(text).toMatch(/\+5,795\.25 USD {3}\+0\.42%\n/);
    expect(text.replaceAll('\n', ' ')).toContain(
      'Left out: 5,000.00 USD moved from Main to Pension. It nets to zero in the total.',
    );
    const alone = renderMail(input({ reports: [main, { ...pension, ...day(1, 4_999) }] })).text;
    expect(alone).not.toContain('Left out');
  });

  test('have no total where currencies differ, where paper meets real money, or where a value is missing', () => {
    const pension = quiet('Pension');
    const other = (parts: Partial<Report>): string =>
      renderMail(input({ reports: [quiet('Main'), { ...pension, ...parts }] })).text;
    const euros = other({ account: { ...pension.account, baseCurrency: 'EUR' } });
    expect(euros).toContain('Base currencies differ: there is no total.');
    expect(euros).toContain('695,446.61 EUR');
    expect(other({ account: { ...pension.account, paper: true } })).toContain(
      'Paper money and real money are not added.',
    );
    const gone = other({ headline: { ...pension.headline, netAssetValue: { missing: 'no rate for TRY' } } });
    expect(gone).toContain('A value is missing: there is no total.');
    expect(gone).toContain('n/a: no rate for TRY');
    for (const text of [euros, gone]) expect(text).not.toContain('1,390,893.21');
  });

  test('name the account that has no report, on top and in the list, and the total says whose it is', () => {
    const failures = [{ label: 'Joint', maskedId: 'U…1122', text: 'No login since 19 Nov.' }];
    const mail = renderMail(input({ reports: [quiet('Main'), quiet('Pension')], failures }));
    expect(seen(mail.html)).toContain('No report for 1 account Joint U…1122 No login since 19 Nov.');
    expect(mail.text).toContain('Total, 2 of 3 accounts');
    expect(mail.text).toMatch(/Joint U…1122 +no report/);
    expect(mail.text).toMatch(/Total of 2 +1,390,893\.21/);
  });

  test('without any report the mail still says what failed', () => {
    const failures = [{ label: 'Joint', maskedId: 'U…1122', text: 'No login since 19 Nov. Next try at 12:00 ET.' }];
    const mail = renderMail(input({ reports: [], failures, attachments: [] }));
    expect(seen(mail.html)).toContain(
      'Daybook ! no report No report for 1 account Joint U…1122 No login since 19 Nov.',
    );
    expect(mail.preheader).toBe('No login since 19 Nov. Next try at 12:00 ET.');
  });

  test('leave details to the files where they would make the mail too large, but not what is wrong', () => {
    const many = Array.from({ length: 25 }, (_, i) => changed({}, `Client ${i + 1}`));
    const mail = renderMail(input({ reports: many }));
    expect(encodedLength(mail.html)).toBeLessThanOrEqual(MAIL_LIMIT);
    expect(mail.text).toContain('The details of each account stand in its full report.');
    expect(mail.text).toContain('Client 25 U…4567: Borrowed cash: EUR 4,200.00 owed.');
  });

  test('tell in their notes accounts of one name apart by their numbers', () => {
    const { account } = sampleReport();
    const many = Array.from({ length: 25 }, (_, i) =>
      changed({ account: { ...account, label: 'Account', maskedId: `U…${5400 + i}` } }),
    );
    const mail = renderMail(input({ reports: many }));
    for (const { account: each } of many) expect(mail.text).toContain(`Account ${each.maskedId}: Borrowed cash: EUR`);
  });

  test('name those with trouble among a thousand, count and sum up the others, and fit', () => {
    const { headline } = sampleReport();
    const one = { ...headline, netAssetValue: 1000 };
    const many = Array.from({ length: 1_000 }, (_, i): Report => ({ ...quiet(`Client ${i + 1}`), headline: one }));
    many[699] = changed({ headline: one }, 'Client 700');
    const failures = [{ label: 'Client 2000', maskedId: 'U…2000', text: 'The broker gave nothing.' }];
    const mail = renderMail(input({ reports: many, failures }));
    expect(encodedLength(mail.html)).toBeLessThanOrEqual(MAIL_LIMIT);
    expect(mail.text).toContain('Client 700 U…4567: Borrowed cash');
    expect(mail.text).toMatch(/Client 2000 U…2000 +no report/);
    expect(mail.text).toContain('Client 1 U…4567');
    expect(mail.text).not.toContain('Client 999 U…4567');
    const named = new Set(mail.text.match(/Client \d+ U…4567/g)).size;
    const money = (value: number): string => `${value.toLocaleString('en-US')}.00`;
    expect(mail.text).toMatch(new RegExp(`${1_000 - named} more accounts +${money((1_000 - named) * 1000)}`));
    expect(mail.text).toMatch(/Total of 1,000 +1,000,000\.00/);
  });

  test('fit when all of a thousand are in trouble, are revised, have no report or came with a file', () => {
    const { account } = sampleReport();
    const long = 'A name that the owner made as long as the settings allow it to be';
    const many = Array.from({ length: 1_000 }, (_, i) =>
      changed({ account: { ...account, label: `${i} ${long}` }, revision: 2 }),
    );
    const failures = many.map(({ account: { label } }) => ({
      label,
      maskedId: 'U…2000',
      text: 'Nothing came. '.repeat(20),
    }));
    const attachments = many.map((_, i) => ({ name: `${i}.html`, title: `Full report, ${i} ${long}`, bytes: 5_000 }));
    const mail = renderMail(input({ reports: many, failures, attachments }));
    expect(encodedLength(mail.html)).toBeLessThanOrEqual(MAIL_LIMIT);
    const words = mail.text.replaceAll(/\s+/g, ' ');
    expect(words).toMatch(/And: [\d,]+ accounts more; their own reports say what it is\./);
    expect(words).toMatch(/[\d,]+ more accounts no report/);
    expect(words).toMatch(/Of [\d,]+ accounts more it is a later revision too\./);
    expect(words).toContain('1,000 files attached 5.0 MB');
  });

  test('of fifty and more need no sections', () => {
    const many = Array.from({ length: 51 }, (_, i) => changed({}, `Client ${i + 1}`));
    const bare = many.map((report) => ({ ...report, sections: [] }));
    expect(renderMail(input({ reports: bare })).html).toBe(renderMail(input({ reports: many })).html);
  });

  test('are refused when one account alone has more to say than a mail holds', () => {
    const [source] = sampleReport().asOf;
    const asOf = Array.from({ length: 600 }, (_, i) => ({
      ...source,
      data: `Source ${i}`,
      late: true,
      at: '2026-11-20T21:00:00Z',
    }));
    expect(() => renderMail(input({ reports: [changed({ asOf })] }))).toThrow(MailTooLarge);
  });
});

describe('for mail programs', () => {
  test('the HTML of one account is well under the size at which it would be cut off', () => {
    expect(encodedLength(html)).toBeLessThanOrEqual(MAIL_TARGET);
  });

  test('its size is counted as it travels: three bytes for each that is not plain ASCII, and the line ends', () => {
    expect(encodedLength('a'.repeat(75))).toBe(78);
    expect(encodedLength('−'.repeat(25))).toBe(25 * 9 * 1.04);
    expect(encodedLength('='.repeat(25))).toBe(78);
  });

  test('nothing that programs drop or that asks the network', () => {
    expect(html).not.toMatch(/<(svg|img|script|link|form|input|button|video|a)\b/);
    expect(html).not.toMatch(/display:\s*(flex|grid)|position:|url\(|@import|@font-face|var\(|\drem|\ssrc=|\shref=/);
    expect(html.match(/https?:[^\s"]+/g)).toEqual(['http://www.w3.org/1999/xhtml']);
  });

  test('what matters stands inline: with the style sheet gone, colour and size of the result stay', () => {
    const bare = html.replace(/<style>[\s\S]*?<\/style>/g, '');
    expect(bare).toMatch(/style="font:600 21px\/30px [^"]*color:#0072B2[^"]*">▲ \+2,897\.62 USD/);
    expect(bare).toMatch(/style="font:600 40px\/46px/);
  });

  test('the style sheet is small, knows the dark, and has a dark rule for each class that colours', () => {
    const style = /<style>(:root[\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    expect(Buffer.byteLength(style)).toBeLessThan(16_000);
    expect(style).toContain('@media (prefers-color-scheme:dark)');
    const used = new Set(attributes(html, 'class').flatMap((names) => names.split(' ')));
    for (const name of used) expect(style).toContain(`.${name}{`);
  });

  test('layout tables say that they are, data tables have scopes, bars carry their colour as an attribute', () => {
    const tables = tags(html, 'table');
    const layout = tables.filter((tag) => tag.includes('role="presentation"'));
    expect(layout.length).toBeGreaterThan(5);
    expect(tables.length - layout.length).toBe(2);
    expect(tags(html, 'th').filter((tag) => !tag.includes('scope='))).toEqual([]);
    const filled = tags(html, 'td').filter((tag) => /background-color/.test(tag));
    expect(filled.every((tag) => tag.includes('bgcolor='))).toBe(true);
  });

  test('Outlook’s table around it opens and closes', () => {
    expect(html).toMatch(/<!--\[if mso\]><table role="presentation" width="600"[^>]*><tr><td><!\[endif\]-->/);
    expect(html).toContain('<!--[if mso]></td></tr></table><![endif]-->');
  });

  test('no line of the plain text is over 76 columns', () => {
    expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(76);
    expect(text).not.toContain('\u2212');
    expect(text).not.toMatch(/ $/m);
  });

  test('a row too wide for a phone has its detail below, and one without a detail has no empty line', () => {
    const asOf = [
      { data: 'Everything about the cash of all currencies', at: '2026-11-20T21:31:04Z', late: false },
      { data: 'Deposits, fees, interest and tax', missing: 'needs Flex statements', late: false },
    ];
    const lines = renderMail(input({ reports: [changed({ asOf })] })).text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('Everything'));
    expect(lines.slice(at + 1, at + 3).map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
      'Deposits, fees, interest and tax n/a',
      'needs Flex statements',
    ]);
  });

  test('the preheader is the first text and says the checks and longer returns', () => {
    expect(preheader).toBe('! 5 of 6 checks · Month −0.12% · 12 months +11.95%');
    expect(htmlText(html).startsWith(preheader)).toBe(true);
  });
});

test('text from outside stays text in both parts, whatever it is', () => {
  fc.assert(
    fc.property(hostileText, (words) => {
      const report = withText(sampleReport({ days: 10, transactions: 5 }), words);
      const failures = [{ label: words, maskedId: words.slice(0, 10), text: words }];
      const mail = renderMail(input({ reports: [report], failures, archivePlace: words }));
      expect(mail.html).not.toMatch(/<(script|img|a)\b/);
      expect(mail.html.match(/<!--/g)).toHaveLength(3);
      expect(mail.html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
      expect(mail.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
      const longest = Math.max(...mail.text.split('\n').map((line) => [...line].length));
      expect(longest).toBeLessThanOrEqual(76);
    }),
    { numRuns: 60 },
  );
});

test('a band over several accounts tells them apart by number when they have one name', () => {
  const one = changed({});
  const other = { ...one, account: { ...one.account, key: 'ffff', maskedId: 'U…8888' } };
  const band = plainText(renderMail(input({ reports: [one, other] })).text).split('Total')[0] ?? '';
  expect(band).toContain('Main account U…4567');
  expect(band).toContain('Main account U…8888');
});

describe('days made anew', () => {
  test('are one line, in both bodies, and none when there are none', () => {
    const one = renderMail(input({ corrected: [calendarDate('2026-11-18')] }));
    const line =
      'The report of Wednesday 18 November 2026, with a Flex statement that came late. In your archive; no mail of its own follows.';
    expect(seen(one.html)).toContain(line);
    expect(one.text.replaceAll(/\s+/g, ' ')).toContain(line);
    const two = renderMail(input({ corrected: [calendarDate('2026-11-18'), calendarDate('2026-11-19')] }));
    expect(seen(two.html)).toContain(
      'The reports of Wednesday 18 November 2026, Thursday 19 November 2026, with Flex statements',
    );
    for (const body of [html, text]) expect(body).not.toMatch(/made anew/i);
  });
});
