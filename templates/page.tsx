/** @jsxRuntime automatic @jsxImportSource preact */
import { breaks, joined, orNone } from './class-names.ts';
import { Document, type Frame } from './document.tsx';
import { Body } from './page-body.tsx';
import type { PageBlock, PageData } from './page-data.tsx';

/** The whole page, from the finished texts of a report. */
export function Page({ data, frame }: { data: PageData; frame: Frame }) {
  return (
    <Document title={data.title} frame={frame}>
      <header>
        <div class="mast">
          <b>Daybook</b>
          <span>{data.edition}</span>
        </div>
        {data.band ? (
          <div class="band" role="note">
            <p>{data.band.title}</p>
            <dl class="pairs">
              {data.band.lines.map(({ term, text }) => (
                <>
                  <dt>{term}</dt>
                  <dd>{text}</dd>
                </>
              ))}
            </dl>
          </div>
        ) : null}
        <Top data={data} />
      </header>
      <div class="blocks">
        {data.blocks.map((block) => (
          <Section block={block} />
        ))}
      </div>
      <footer>
        {data.foot.map((line) => (
          <p>{line}</p>
        ))}
        <p>
          Information, not advice. The broker’s statement prevails. Past returns do not predict. Rounded parts may miss
          a rounded total by the last digit.
        </p>
      </footer>
    </Document>
  );
}

function Top({ data }: { data: PageData }) {
  const { result } = data;
  return (
    <div class="top">
      <div>
        <h1>
          {data.label} <span>{data.maskedId}</span>
        </h1>
        <p class="day">{data.day}</p>
        <p class={data.unit === '' ? 'value words' : 'value'}>
          {data.value}
          {data.unit === '' ? null : <span> {data.unit}</span>}
        </p>
        <p class="result">
          <span class={result.tone === 'none' ? undefined : result.tone}>
            {result.arrow === '' ? '' : `${result.arrow} `}
            {result.amount}
          </span>
          {result.share === '' ? null : (
            <span class={result.tone === 'none' ? undefined : result.tone}>{result.share}</span>
          )}
          {data.beside === '' ? null : <i>{data.beside}</i>}
        </p>
        {data.basis === '' ? null : <p class="basis">{data.basis}</p>}
      </div>
      <table class="asof">
        <thead>
          <tr>
            <th scope="col">Data</th>
            <th scope="col" class="f">
              As of
            </th>
            <th scope="col" class="f">
              {data.ageHead}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.asOf.map((row) => (
            <tr class={row.late ? 'is-strong' : undefined}>
              <th scope="row" class={orNone(breaks(row.data))}>
                {row.late ? `! ${row.data}` : row.data}
              </th>
              {row.age === '' ? (
                <td class={joined('f na', breaks(row.at))} colSpan={2}>
                  {row.at}
                </td>
              ) : (
                <>
                  <td class="f">{row.at}</td>
                  <td class="f">{row.age}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Section({ block }: { block: PageBlock }) {
  if (block.body.kind === 'checks') {
    return (
      <section class="checks" id={block.id}>
        <h2>
          {block.body.verdict} {block.body.rest === '' ? null : <span>{block.body.rest}</span>}
        </h2>
        <Body body={block.body} />
      </section>
    );
  }
  const long = block.body.kind === 'table' && block.body.table.rows.length > 12;
  const classes = joined(block.half ? 'half' : '', long ? 'long' : '');
  return (
    <section id={block.id} class={orNone(classes)}>
      <h2>{block.title}</h2>
      {block.subtitle === '' ? null : <p class="sub">{block.subtitle}</p>}
      <div class="body">
        <Body body={block.body} />
      </div>
      {block.note === '' ? null : <p class="note">{block.note}</p>}
    </section>
  );
}
