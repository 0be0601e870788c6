import { MOST_IN_DETAIL } from '#render/mail-input';
import type { Report } from '#report/report';

/**
 * A report without what no mail shows. Of an account with a hundred thousand bookings the whole is some twenty megabytes,
 * and forty of them are more than a function can hold; what is made of the whole reads it from the archive again.
 *
 * @param accounts how many the mail tells of: of more than it can tell in detail, no section is kept
 */
export function mailPart(report: Report, accounts: number): Report {
  if (accounts > MOST_IN_DETAIL) return { ...report, sections: [] };
  const sections = report.sections.flatMap((section) => {
    const blocks = section.blocks.filter(({ shownIn }) => shownIn.includes('mail'));
    return blocks.length === 0 ? [] : [{ ...section, blocks }];
  });
  return { ...report, sections };
}
