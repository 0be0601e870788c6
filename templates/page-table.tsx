/** @jsxRuntime automatic @jsxImportSource preact */
import { breaks, joined, orNone } from './class-names.ts';
import type { Bar, TableCell, TableData, TableHead, TableRow } from './page-data.tsx';
import { WaterfallBar } from './waterfall.tsx';

/** A table in its wide form, with the line that the compact form shows below each row, or turned on its side. */
export function Table({ table }: { table: TableData }) {
  const kept = table.heads.filter((head) => !head.wideOnly).length;
  const compact = table.compactBelow === 0 ? undefined : `c${table.compactBelow}`;
  return (
    <>
      <table class={table.turned ? 'flat' : compact}>
        <thead>
          <tr>
            {table.heads.map((head) => (
              <>
                {head.bar ? <td class="w" /> : null}
                <th scope="col" class={orNone(joined(classOf(head), breaks(head.title)))}>
                  {head.title}
                  {head.unit === '' ? null : <span> {head.unit}</span>}
                </th>
              </>
            ))}
            {table.waterfall ? <td class="fall" /> : null}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <Row row={row} table={table} kept={kept} index={i} />
          ))}
        </tbody>
      </table>
      {table.turned ? (
        <div class="turned">
          {table.turned.map((part) => (
            <Table table={part} />
          ))}
        </div>
      ) : null}
      {table.more === '' ? null : <p class="more">{table.more}</p>}
    </>
  );
}

function Row({ row, table, kept, index }: { row: TableRow; table: TableData; kept: number; index: number }) {
  const form = { row: '', group: 'g', total: 'total' }[row.form];
  const tone = row.tone === 'none' ? '' : `is-${row.tone}`;
  const open = row.details.length > 0 ? 'x' : '';
  return (
    <>
      <tr class={orNone(joined(form, tone, open))}>
        {row.cells.map((cell, i) => {
          const head = table.heads[i];
          if (!head) return null;
          if (i === 0) {
            return (
              <th scope="row" class={orNone(joined(classOf(head), breaks(cell.text)))}>
                {cell.text}
              </th>
            );
          }
          return <Cell cell={cell} head={head} table={table} plain={row.form !== 'row'} />;
        })}
        {table.waterfall ? (
          <td class="fall">
            <WaterfallBar step={table.waterfall.steps[index]} width={table.waterfall.width} />
          </td>
        ) : null}
      </tr>
      {row.details.length === 0 ? null : (
        <tr class={orNone(joined('d', form))}>
          <td colSpan={kept}>
            {row.details.map(({ name, text }) => (
              <span>
                {name === '' ? null : <i>{name} </i>}
                {text}
              </span>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

function Cell({ cell, head, table, plain }: { cell: TableCell; head: TableHead; table: TableData; plain: boolean }) {
  return (
    <>
      {head.bar ? (
        <td class="w track">{plain || cell.missing ? null : <BarMark bar={cell.bar} table={table} />}</td>
      ) : null}
      <td class={orNone(joined(classOf(head), cell.missing ? 'na' : '', tintOf(cell), breaks(cell.text)))}>
        {cell.text}
      </td>
    </>
  );
}

/** A class for each step: the page has no inline styles. */
function tintOf({ tint = 0 }: TableCell): string {
  if (tint === 0) return '';
  return tint > 0 ? `up${tint}` : `dn${-tint}`;
}

/** Drawn with attributes: the page has no inline styles. */
function BarMark({ bar, table: { track, zero } }: { bar: Bar | undefined; table: TableData }) {
  return (
    <svg class="bar" width={track} height="12" aria-hidden="true">
      <path d={`M${zero},0V12`} />
      {bar ? <rect class={bar.loss ? 'neg' : undefined} x={bar.x} width={bar.width} height="12" /> : null}
    </svg>
  );
}

function classOf(head: TableHead): string {
  return joined(
    head.figure ? 'f' : '',
    head.side ? 's' : '',
    head.lead ? 'l' : '',
    head.whole ? 'n' : '',
    head.wideOnly ? 'w' : '',
  );
}
