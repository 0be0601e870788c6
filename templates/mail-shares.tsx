/** @jsxRuntime automatic @jsxImportSource preact */
import { Cell, Head } from './mail-cells.tsx';
import type { MailShares } from './mail-data.tsx';
import { TEXT } from './mail-parts.tsx';
import { LIGHT, TONES } from './mail-style.ts';

/** The whole as one bar of greys, then its parts in the same order with their numbers. */
export function Shares({ section }: { section: MailShares }) {
  return (
    <table width="100%" cellpadding="0" cellspacing="0" border={0} class="k" style={TEXT}>
      <thead>
        <tr>
          <Head title width={80 - section.amountWidth}>
            {section.titleInHead ? section.title : ''}
          </Head>
          <Head right width={section.amountWidth}>
            {section.unit}
          </Head>
          <Head right width={20}>
            %
          </Head>
        </tr>
      </thead>
      <tbody>
        {section.parts.length === 0 ? null : (
          <tr>
            <td colSpan={3} style="padding:2px 0 6px">
              <Whole parts={section.parts} />
            </td>
          </tr>
        )}
        {section.rows.map((row) => (
          <>
            <tr>
              <Cell header>
                <Square tone={row.tone} />
                {row.name}
              </Cell>
              <Cell right>{row.amount}</Cell>
              <Cell right strong>
                {row.share}
              </Cell>
            </tr>
            {row.details.map((detail) => (
              <tr>
                <th scope="row" class="q" align="left" style={DETAIL}>
                  {detail.name}
                </th>
                <td class="q" align="right" style={`${DETAIL};white-space:nowrap`}>
                  {detail.amount}
                </td>
                <td />
              </tr>
            ))}
          </>
        ))}
      </tbody>
    </table>
  );
}

const DETAIL = `font-weight:400;font-size:15px;line-height:22px;color:${LIGHT.grey};padding:1px 0 1px 20px`;

function Whole({ parts }: { parts: MailShares['parts'] }) {
  return (
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0} style="table-layout:fixed">
      <tbody>
        <tr>
          {parts.map(({ tone, width }, i) => (
            <>
              {i === 0 ? null : <td width="2" style="width:2px;font-size:0;line-height:12px;padding:0" />}
              <td
                class={`t${tone}`}
                bgcolor={TONES[tone]}
                width={`${width}%`}
                height="12"
                style={`background-color:${TONES[tone]};height:12px;font-size:0;line-height:12px;padding:0`}
              >
                &nbsp;
              </td>
            </>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

/** A character would depend on fonts; a small inline block with a ground is a square everywhere, or nothing. */
function Square({ tone }: { tone: number }) {
  const colour = TONES[tone];
  if (colour === undefined) return <span style="display:inline-block;width:20px" />;
  return (
    <>
      <span
        class={`t${tone}`}
        style={`display:inline-block;width:10px;height:10px;background-color:${colour};font-size:0;line-height:0`}
      />
      <span style="display:inline-block;width:10px" />
    </>
  );
}
