/** @jsxRuntime automatic @jsxImportSource preact */
import type { MailData } from './mail-data.tsx';
import { Hero, Notes } from './mail-parts.tsx';
import { Section } from './mail-section.tsx';
import { FONT, LIGHT, MAIL_STYLE } from './mail-style.ts';

/** Mail programs show what follows the preheader in their lists; this keeps the body's first words out of it. */
const PADDING = '\u00a0\u200c'.repeat(40);

/** The body of a mail, from finished texts. Everything that matters stands inline; the style sheet only adds. */
export function Mail({ data }: { data: MailData }) {
  return (
    <>
      <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">
        {data.preheader}
        {PADDING}
      </div>
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0}>
        <tbody>
          <tr>
            <td class="out" align="center" style="padding:0">
              <table
                role="presentation"
                class="frame"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border={0}
                style="max-width:600px"
              >
                <tbody>
                  <tr>
                    <td
                      class="pad k"
                      align="left"
                      style={`padding:20px 20px 28px;font:400 16px/24px ${FONT};color:${LIGHT.ink}`}
                    >
                      <Masthead data={data} />
                      {data.band ? <Notes band={data.band} /> : null}
                      {data.hero ? <Hero hero={data.hero} big /> : null}
                      {data.sections.map((section) => (
                        <Section section={section} />
                      ))}
                      <Footer lines={data.footer} />
                    </td>
                  </tr>
                </tbody>
              </table>
            </td>
          </tr>
        </tbody>
      </table>
    </>
  );
}

function Masthead({ data }: { data: MailData }) {
  const { text, trouble } = data.verdict;
  const colour = trouble ? `font-weight:600;color:${LIGHT.ink}` : `color:${LIGHT.grey}`;
  return (
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0}>
      <tbody>
        <tr>
          <td class="k" style={`font:600 14px/20px ${FONT};color:${LIGHT.ink}`}>
            Daybook
          </td>
          <td class={trouble ? 'k' : 'q'} align="right" style={`font:400 14px/20px ${FONT};${colour}`}>
            {text}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Footer({ lines }: { lines: readonly string[] }) {
  return (
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0} style="margin-top:26px">
      <tbody>
        <tr>
          <td
            class="h q"
            style={`border-top:1px solid ${LIGHT.hair};padding-top:17px;font:400 14px/21px ${FONT};color:${LIGHT.grey}`}
          >
            {lines.map((line, i) => (
              <>
                {i === 0 ? null : <br />}
                {line}
              </>
            ))}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * The document around a rendered body. A plain string, because Outlook's comments open a table here and close it there,
 * which no component can: Outlook for Windows knows no max-width and needs a table of fixed width around.
 */
export function mailShell(title: string, body: string): string {
  return [
    '<!doctype html>',
    '<html lang="en" xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    '<meta name="x-apple-disable-message-reformatting">',
    '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">',
    `<title>${escaped(title)}</title>`,
    '<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>',
    "<style>td,th{font-size:16px;line-height:24px}td,th,div,span,b{font-family:'Segoe UI',Arial,sans-serif !important}</style><![endif]-->",
    `<style>${MAIL_STYLE}</style>`,
    '</head>',
    '<body style="margin:0;padding:0">',
    '<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0"><tr><td><![endif]-->',
    body,
    '<!--[if mso]></td></tr></table><![endif]-->',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
