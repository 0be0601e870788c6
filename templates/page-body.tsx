/** @jsxRuntime automatic @jsxImportSource preact */
import { Chart } from './chart.tsx';
import { breaks, joined, orNone } from './class-names.ts';
import { Columns } from './columns.tsx';
import type { CheckItem, FigureRow, PageBody, ShareRow } from './page-data.tsx';
import { Table } from './page-table.tsx';

/** What stands in a section, by kind of block. */
export function Body({ body }: { body: PageBody }) {
  switch (body.kind) {
    case 'figures':
      return <Figures rows={body.rows} />;
    case 'table':
      return <Table table={body.table} />;
    case 'chart':
      return (
        <>
          {body.drawings.map(({ size, chart }) => (
            <Chart chart={chart} size={size} />
          ))}
          <details>
            <summary>The figures behind the chart, by month</summary>
            <Table table={body.behind} />
          </details>
        </>
      );
    case 'columns':
      return (
        <>
          {body.drawings.map(({ size, chart }) => (
            <Columns chart={chart} size={size} />
          ))}
          <details>
            <summary>The figures behind the chart</summary>
            <Table table={body.behind} />
          </details>
        </>
      );
    case 'shares':
      return <Shares rows={body.rows} unit={body.unit} />;
    case 'checks':
      return <Checks items={body.items} />;
    case 'notice':
      return (
        <dl class="pairs notice">
          {body.items.map(({ term, text }) => (
            <>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </>
          ))}
        </dl>
      );
    case 'words':
      return body.text === '' ? null : <p class="words">{body.text}</p>;
  }
}

function Figures({ rows }: { rows: readonly FigureRow[] }) {
  return (
    <dl class="figures">
      {rows.map((row) => (
        <div class={row.strong ? 'fig strong' : 'fig'}>
          <dt>
            {row.label}
            {row.detail === '' ? null : <span>{row.detail}</span>}
          </dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Shares({ rows, unit }: { rows: readonly ShareRow[]; unit: string }) {
  return (
    <table class="shares">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <td class="track" />
          <th scope="col" class="f">
            Value <span>{unit}</span>
          </th>
          <th scope="col" class="f">
            Weight
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <>
            <tr class={row.details.length > 0 ? 'open' : undefined}>
              <th scope="row" class={orNone(breaks(row.name))}>
                {row.name}
              </th>
              <td class="track">
                <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                  {row.bar ? (
                    <rect class={row.bar.loss ? 'neg' : undefined} x={row.bar.x} width={row.bar.width} height="12" />
                  ) : null}
                </svg>
              </td>
              <td class="f">{row.amount}</td>
              <td class="f l">{row.share}</td>
            </tr>
            {row.details.map((detail, i) => (
              <tr class={i < row.details.length - 1 ? 'in open' : 'in'}>
                <th scope="row" colSpan={2} class={orNone(joined(detail.loss ? 'loss' : '', breaks(detail.name)))}>
                  {detail.name}
                </th>
                <td class={detail.loss ? 'f loss' : 'f'}>{detail.amount}</td>
                <td />
              </tr>
            ))}
          </>
        ))}
      </tbody>
    </table>
  );
}

function Checks({ items }: { items: readonly CheckItem[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li class={item.verdict}>
          <b>{item.mark}</b>
          <span class={joined('name', breaks(item.name))}>{item.name}</span>
          <span class={joined('finding', breaks(item.finding))}>{item.finding}</span>
        </li>
      ))}
    </ul>
  );
}
