/** @jsxRuntime automatic @jsxImportSource preact */
import { Accounts } from './mail-accounts.tsx';
import { MailBars } from './mail-bars.tsx';
import { Cell, Head, SectionShell } from './mail-cells.tsx';
import type { MailSection, MailTable, MailTableRow } from './mail-data.tsx';
import { Grid, Hero, Lines, TEXT } from './mail-parts.tsx';
import { Shares } from './mail-shares.tsx';
import { LIGHT } from './mail-style.ts';

/** One section of a mail, by its kind. */
export function Section({ section }: { section: MailSection }) {
  switch (section.kind) {
    case 'accounts':
      return (
        <SectionShell section={section}>
          <Accounts section={section} />
        </SectionShell>
      );
    case 'account':
      return (
        <SectionShell section={section}>
          <Hero hero={section.hero} />
          <Lines notes={section.notes} />
        </SectionShell>
      );
    case 'rows':
      return (
        <SectionShell section={section} heading>
          <Grid>
            {section.rows.map((row) => (
              <>
                <tr valign="top">
                  <Cell below={row.below}>
                    {row.label}
                    {row.detail === '' || row.below ? null : (
                      <span class="q" style={`font-size:14px;color:${LIGHT.grey}`}>
                        {'\u2002'}
                        {row.detail}
                      </span>
                    )}
                  </Cell>
                  <Cell right strong={row.strong} below={row.below}>
                    {row.value}
                  </Cell>
                </tr>
                {row.below ? <Under columns={2}>{row.detail}</Under> : null}
              </>
            ))}
          </Grid>
        </SectionShell>
      );
    case 'table':
      return (
        <SectionShell section={section} heading={!section.titleInHead}>
          <Table table={section} />
        </SectionShell>
      );
    case 'shares':
      return (
        <SectionShell section={section} heading={!section.titleInHead}>
          <Shares section={section} />
        </SectionShell>
      );
    case 'words':
      return (
        <SectionShell section={section} heading right={section.right}>
          {section.items.map(({ term, text }) => (
            <div style="font-size:15px;line-height:22px;padding-bottom:8px">
              {term === '' ? null : (
                <>
                  <b style="font-weight:600">{term}</b>
                  <br />
                </>
              )}
              <span class="q" style={`color:${LIGHT.grey}`}>
                {text}
              </span>
            </div>
          ))}
        </SectionShell>
      );
  }
}

function Table({ table }: { table: MailTable }) {
  const { bars, widths, heads } = table;
  const overBars = table.titleInHead && bars?.before === 0;
  return (
    <table width="100%" cellpadding="0" cellspacing="0" border={0} class="k" style={TEXT}>
      <thead>
        <tr>
          {table.titleInHead ? (
            <Head title width={overBars ? 0 : (widths[0] ?? 0)} columns={overBars ? 2 : 1}>
              {table.title}
            </Head>
          ) : (
            <Head width={widths[0] ?? 0}>{table.firstHead}</Head>
          )}
          {heads.map((head, i) => (
            <>
              {bars?.before === i && !overBars ? <td width={`${bars.before === 0 ? widths[1] : 0}%`} /> : null}
              <Head right={table.rows[0]?.figures[i] ?? true} width={widths[i + (bars ? 2 : 1)] ?? 0}>
                {head}
              </Head>
            </>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <Row row={row} table={table} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, table }: { row: MailTableRow; table: MailTable }) {
  return (
    <tr valign="top">
      <Cell header strong={row.strong} dim={row.dim} above={row.total}>
        {row.label}
      </Cell>
      {row.cells.map((cell, i) => (
        <>
          {table.bars?.before === i ? (
            <MailBars bar={row.bar} left={table.bars.left} width={table.widths[i + 1] ?? 0} total={row.total} />
          ) : null}
          <Cell
            right={row.figures[i] ?? true}
            strong={row.strong || i === row.lead}
            dim={row.dim || (row.side?.[i] === true && !row.strong)}
            above={row.total}
          >
            {cell}
          </Cell>
        </>
      ))}
    </tr>
  );
}

/** A second line of a row, over the whole width. */
function Under({ columns, children }: { columns: number; children: string }) {
  return (
    <tr>
      <td class="q" colSpan={columns} style={`font-size:14px;line-height:20px;color:${LIGHT.grey};padding:0 0 6px`}>
        {children}
      </td>
    </tr>
  );
}
