/** @jsxRuntime automatic @jsxImportSource preact */
import { Cell, Head } from './mail-cells.tsx';
import type { MailAccounts } from './mail-data.tsx';
import { TEXT } from './mail-parts.tsx';
import { LIGHT } from './mail-style.ts';

/** Hundredths of the width for one return. */
const RETURN = 18;

/** Every account of a reader, its value above its returns. */
export function Accounts({ section }: { section: MailAccounts }) {
  const { heads, rows } = section;
  return (
    <table width="100%" cellpadding="0" cellspacing="0" border={0} class="k" style={TEXT}>
      <thead>
        <tr>
          <Head title width={100 - RETURN * heads.length}>
            {section.title}
          </Head>
          {heads.map((head) => (
            <Head right width={RETURN}>
              {head}
            </Head>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <Account row={row} columns={heads.length} first={i === 0} />
        ))}
      </tbody>
    </table>
  );
}

function Account({ row, columns, first }: { row: MailAccounts['rows'][number]; columns: number; first: boolean }) {
  const { label, value, under, returns, dim, total } = row;
  const two = under !== '' || returns.length > 0;
  const shared = { above: !first, dim, below: two };
  return (
    <>
      <tr valign="top">
        <Cell header strong={total} {...shared}>
          {label}
        </Cell>
        <Cell right strong={!dim} columns={columns} {...shared}>
          {value}
        </Cell>
      </tr>
      {two ? (
        <tr valign="top">
          <td
            class="q"
            colSpan={returns.length === 0 ? columns + 1 : undefined}
            style={`font-size:14px;line-height:22px;color:${LIGHT.grey};padding:0 0 7px`}
          >
            {under}
          </td>
          {returns.map((figure) => (
            <td align="right" style="font-size:15px;line-height:22px;padding:0 0 7px 8px;white-space:nowrap">
              {figure}
            </td>
          ))}
        </tr>
      ) : null}
    </>
  );
}
