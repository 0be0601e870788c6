/** @jsxRuntime automatic @jsxImportSource preact */
import { Document, type Frame } from './document.tsx';
import type { IndexData, IndexRow, Link } from './index-data.tsx';

/** Added to the style of a report's page. */
export const INDEX_STYLE = `
.index a{color:var(--gain);text-decoration:none;display:inline-block;padding:4px 0;margin-right:14px}
.index a:hover,.index a:focus{text-decoration:underline}
.months{margin:8px 0 0;font-size:13px}table.index{margin-top:20px}
.months b{margin-right:14px}
@media screen and (min-width:860px){.index .files,.index .state{white-space:nowrap}table.index a{padding:0}}
.index .bad{color:var(--loss);font-weight:600}
.index .why{color:var(--grey);font-size:12px}
@media screen and (max-width:859.98px){.index thead{display:none}.index tr{display:grid;grid-template-columns:1fr auto;
border-bottom:1px solid var(--hair);padding:8px 0}.index th,.index td{border:0;padding:1px 0;text-align:left}
.index tr{column-gap:16px}.index .state,.index .checked,.index td.f{text-align:right}.index td.f.l,.index td.yr{text-align:left}
.index td.yr:not(:empty)::before{content:'Year ';color:var(--grey)}.index .wide,.index .files{grid-column:1/-1}}
`;

/** What an archive holds, a row for each report. */
export function IndexPage({ data, frame }: { data: IndexData; frame: Frame }) {
  return (
    <Document title={data.title} frame={frame}>
      <header>
        <div class="mast">
          <b>Daybook</b>
          <span>Archive</span>
        </div>
        <div class="top">
          <h1>{data.heading}</h1>
        </div>
      </header>
      {data.months.some(({ link }) => link !== '') ? <Months months={data.months} /> : null}
      {data.rows.length === 0 ? <p class="words">Nothing yet.</p> : <Rows rows={data.rows} />}
    </Document>
  );
}

function Months({ months }: Pick<IndexData, 'months'>) {
  return (
    <nav class="index months" aria-label="Months">
      {months.map((month) => (month.link === '' ? <b>{month.text}</b> : <a href={month.link}>{month.text}</a>))}
    </nav>
  );
}

function Rows({ rows }: { rows: readonly IndexRow[] }) {
  return (
    <table class="index">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">State</th>
          <th scope="col">Account</th>
          <th scope="col" class="f">
            Value
          </th>
          <th scope="col" class="f">
            Day
          </th>
          <th scope="col" class="f">
            Year
          </th>
          <th scope="col">Checks</th>
          <th scope="col">Files</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr class={row.tone === 'none' ? undefined : `is-${row.tone}`}>
            <Heads row={row} />
            <td class="f l">{row.value}</td>
            <td class="f">{row.day}</td>
            <td class="f yr">{row.year}</td>
            <td class={row.checksFailed ? 'checked bad' : 'checked'}>{row.checks}</td>
            <td class="files">
              <Files files={row.files} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The day heads its row; the row of one more account of that day is headed by the account. */
function Heads({ row }: { row: IndexRow }) {
  if (row.date === '') {
    return (
      <>
        <td class="n" />
        <td class="state" />
        <th scope="row" class="wide br">
          {row.account}
        </th>
      </>
    );
  }
  return (
    <>
      <th scope="row" class="n">
        {row.date}
      </th>
      <td class="state">{row.state}</td>
      <td class="wide br">
        {row.account}
        {row.why === '' ? null : <span class="why"> {row.why}</span>}
      </td>
    </>
  );
}

function Files({ files }: { files: readonly Link[] }) {
  return (
    <>
      {files.map(({ text, link }) => (
        <a href={link}>{text}</a>
      ))}
    </>
  );
}
