import type { FileSheet, WorkbookFile } from './workbook-file.ts';
import { child, elements, type XmlElement } from './xml.ts';

/** Sequences that ECMA-376 (Part 1) asks for: parts out of order make Excel offer a repair. */
const ORDERS: Readonly<Record<string, string>> = {
  worksheet:
    'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter mergeCells conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks drawing legacyDrawing picture tableParts',
  table: 'autoFilter sortState tableColumns tableStyleInfo',
  'c:chartSpace': 'c:date1904 c:lang c:roundedCorners c:chart c:spPr c:txPr',
  'c:chart': 'c:title c:autoTitleDeleted c:plotArea c:legend c:plotVisOnly c:dispBlanksAs',
  'c:plotArea': 'c:layout c:lineChart c:areaChart c:barChart c:catAx c:dateAx c:valAx c:spPr',
  'c:lineChart': 'c:grouping c:varyColors c:ser c:dLbls c:marker c:axId',
  'c:areaChart': 'c:grouping c:varyColors c:ser c:dLbls c:axId',
  'c:barChart': 'c:barDir c:grouping c:varyColors c:ser c:dLbls c:gapWidth c:overlap c:axId',
  'c:ser': 'c:idx c:order c:tx c:spPr c:invertIfNegative c:marker c:dPt c:dLbls c:cat c:val c:smooth',
  'c:catAx':
    'c:axId c:scaling c:delete c:axPos c:majorGridlines c:title c:numFmt c:majorTickMark c:minorTickMark c:tickLblPos c:spPr c:txPr c:crossAx c:crosses c:auto c:lblAlgn c:lblOffset c:noMultiLvlLbl',
  'c:dateAx':
    'c:axId c:scaling c:delete c:axPos c:majorGridlines c:title c:numFmt c:majorTickMark c:minorTickMark c:tickLblPos c:spPr c:txPr c:crossAx c:crosses c:auto c:lblOffset c:baseTimeUnit c:majorUnit c:majorTimeUnit',
  'c:valAx':
    'c:axId c:scaling c:delete c:axPos c:majorGridlines c:title c:numFmt c:majorTickMark c:minorTickMark c:tickLblPos c:spPr c:txPr c:crossAx c:crosses c:crossBetween c:majorUnit',
  'c:scaling': 'c:logBase c:orientation c:max c:min',
};

/** Parts for which the type of all XML will not do. */
const OWN_TYPE = /^xl\/(?:tables|charts|drawings|worksheets)\/[^_/]+$/;

/** Where a workbook breaks a rule of the format that ours rely on; empty for a sound one. */
export function breaches(file: WorkbookFile): readonly string[] {
  return [...packageBreaches(file), ...orderBreaches(file), ...tableBreaches(file), ...drawingBreaches(file)].concat(
    file.sheets.flatMap((sheet) => sheetBreaches(file, sheet)),
    chartBreaches(file),
    nameBreaches(file),
  );
}

function packageBreaches({ entries, parts, relations }: WorkbookFile): string[] {
  const names = entries.map(({ name }) => name);
  const types = parts.get('[Content_Types].xml');
  const named = types ? elements(types, 'Override').map((one) => one.attributes.PartName?.slice(1) ?? '') : [];
  const extensions = types ? elements(types, 'Default').map((one) => one.attributes.Extension) : [];
  const owners = names
    .filter((name) => name.endsWith('.rels'))
    .map((name) => name.replace('_rels/', '').replace(/\.rels$/, ''));
  return [
    ...twice(names).map((name) => `${name}: twice in the file`),
    ...twice(named).map((name) => `${name}: two content types`),
    ...named.filter((name) => !names.includes(name)).map((name) => `${name}: a content type without a part`),
    ...names
      .filter((name) => name !== '[Content_Types].xml')
      .filter((name) => !named.includes(name) && (OWN_TYPE.test(name) || !extensions.includes(name.split('.').at(-1))))
      .map((name) => `${name}: no content type`),
    ...owners.flatMap((owner) =>
      [...relations(owner)].flatMap(([id, target]) =>
        names.includes(target) ? [] : [`${owner} ${id}: leads nowhere`],
      ),
    ),
  ];
}

function orderBreaches({ parts }: WorkbookFile): string[] {
  return [...parts].flatMap(([name, root]) => {
    const inOrder = (element: XmlElement): string[] => {
      const order = ORDERS[element.name]?.split(' ');
      const places = order ? element.children.map((one) => order.indexOf(one.name)) : [];
      const wrong = places.findIndex((place, index) => place < 0 || place < (places[index - 1] ?? 0));
      const own = wrong < 0 ? [] : [`${name}: <${element.children[wrong]?.name}> out of order in <${element.name}>`];
      return element.name === 'sheetData' ? own : [...own, ...element.children.flatMap(inOrder)];
    };
    return inOrder(root);
  });
}

function sheetBreaches({ parts, relations }: WorkbookFile, { name, part, xml }: FileSheet): string[] {
  const styles = parts.get('xl/styles.xml');
  const formats = styles ? (child(styles, 'cellXfs')?.children.length ?? 0) : 0;
  const ids = [...elements(xml, 'drawing'), ...elements(xml, 'tablePart')].map(({ attributes }) => attributes['r:id']);
  const known = [...relations(part).keys()];
  return [
    ...(name.length > 31 ? [`${name}: name too long`] : []),
    ...(elements(xml, 'mergeCell').length > 0 ? [`${name}: merged cells`] : []),
    ...(ids.slice().sort().join() === known.slice().sort().join() ? [] : [`${name}: relations are not those it uses`]),
    ...elements(xml, 'c').flatMap(({ attributes: { r, s } }) =>
      Number(s ?? 0) < formats ? [] : [`${name}!${r}: style ${s} is not there`],
    ),
    ...elements(xml, 'colorScale')
      .filter((scale) => elements(scale, 'cfvo').length !== elements(scale, 'color').length)
      .map(() => `${name}: a colour scale without a colour for each point`),
    ...twice(elements(xml, 'cfRule').map(({ attributes }) => attributes.priority ?? '')).map(
      (priority) => `${name}: two rules of priority ${priority}`,
    ),
  ];
}

/** What Excel takes as a name of its own: a word, and no address of a cell in either notation. */
const NAME = /^(?!(?:[A-Z]{1,3}\d+|R\d*C\d*|R|C)$)[A-Z_][\w.]{0,254}$/i;

/** Names of cells and tables, and the rows that every printed page repeats. */
function nameBreaches({ parts, sheets }: WorkbookFile): string[] {
  const book = parts.get('xl/workbook.xml');
  const defined = book ? elements(book, 'definedName') : [];
  const tables = [...parts].flatMap(([name, xml]) =>
    name.startsWith('xl/tables/') ? [xml.attributes.name ?? ''] : [],
  );
  const titles = defined.filter(({ attributes }) => attributes.name === '_xlnm.Print_Titles');
  const known = new Set(sheets.map(({ name }) => name));
  const sheetsOf = (formula: string): string[] =>
    [...formula.matchAll(/(?:'((?:[^']|'')+)'|([\w.]+))!/g)].map(([, quoted, plain]) =>
      (quoted ?? plain ?? '').replace(/''/g, "'"),
    );
  return [
    ...twice(
      defined.map(({ attributes }) => `${attributes.name?.toLowerCase()} in ${attributes.localSheetId ?? 'the book'}`),
    ).map((name) => `${name}: defined twice`),
    ...[...defined.map(({ attributes }) => attributes.name ?? ''), ...tables]
      .filter((name) => !name.startsWith('_xlnm.') && !NAME.test(name))
      .map((name) => `${name}: no name`),
    ...defined.flatMap(({ attributes, text }) => {
      const named = sheetsOf(text);
      return named.length > 0 && named.every((sheet) => known.has(sheet)) ? [] : [`${attributes.name}: means ${text}`];
    }),
    ...sheets.flatMap(({ name }, index) =>
      titles.some(({ attributes, text }) => Number(attributes.localSheetId) === index && text.endsWith('!$1:$3'))
        ? []
        : [`${name}: prints no titles`],
    ),
  ];
}

function tableBreaches(file: WorkbookFile): string[] {
  const tables = [...file.parts].flatMap(([name, xml]) => (name.startsWith('xl/tables/') ? [xml] : []));
  const columns = new Map(
    tables.map((xml) => [
      xml.attributes.name ?? '',
      elements(xml, 'tableColumn').map((one) => one.attributes.name ?? ''),
    ]),
  );
  const formulas = file.sheets.flatMap(({ name, cells }) =>
    [...cells].flatMap(([address, { formula }]) =>
      formula === undefined ? [] : [{ at: `${name}!${address}`, formula }],
    ),
  );
  return [
    ...twice(tables.map(({ attributes }) => attributes.id ?? '')).map((id) => `table ${id}: id twice`),
    ...twice(tables.map(({ attributes }) => attributes.name?.toLowerCase() ?? '')).map((name) => `${name}: name twice`),
    ...[...columns].flatMap(([name, all]) =>
      twice(all.map((one) => one.toLowerCase())).map((one) => `${name}[${one}]: twice`),
    ),
    ...formulas.flatMap(({ at, formula }) =>
      [...formula.matchAll(/(tbl\w+)\[([^\]#]+)\]/g)].flatMap(([, table = '', column = '']) =>
        columns.get(table)?.includes(column) ? [] : [`${at}: no ${table}[${column}]`],
      ),
    ),
  ];
}

function drawingBreaches({ parts }: WorkbookFile): string[] {
  return [...parts].flatMap(([name, xml]) => {
    const frames = elements(xml, 'xdr:cNvPr').map(({ attributes }) => attributes);
    return [
      ...twice(frames.map(({ id }) => id ?? '')).map((id) => `${name}: shape ${id} twice`),
      ...frames.filter(({ id }) => Number(id) < 2).map(({ id }) => `${name}: shape id ${id}`),
      ...frames
        .filter(({ descr }) => (descr ?? '').length < 20)
        .map(({ id }) => `${name}: shape ${id} is not described`),
    ];
  });
}

function chartBreaches(file: WorkbookFile): string[] {
  return [...file.parts]
    .filter(([name]) => name.startsWith('xl/charts/'))
    .flatMap(([name, xml]) => {
      const plot = elements(xml, 'c:plotArea')[0];
      const values = (all: readonly XmlElement[]): string =>
        all
          .map(({ attributes }) => attributes.val)
          .sort()
          .join();
      const drawn = plot?.children.filter((one) => one.name.endsWith('Chart')) ?? [];
      const axes = plot?.children.filter((one) => one.name.endsWith('Ax')) ?? [];
      const used = values(drawn.flatMap((one) => one.children.filter((inner) => inner.name === 'c:axId')));
      const made = values(axes.flatMap((one) => one.children.filter((inner) => inner.name === 'c:axId')));
      const crossed = values(axes.flatMap((one) => elements(one, 'c:crossAx')));
      return [
        ...(used === made && made === crossed ? [] : [`${name}: axes ${used}, made ${made}, crossed ${crossed}`]),
        ...cachedCells(xml).flatMap(({ sheet, address, value }) => {
          const cell = file.sheet(sheet).cells.get(address)?.value;
          return String(cell) === value ? [] : [`${name}: draws ${value} for ${sheet}!${address}, which holds ${cell}`];
        }),
      ];
    });
}

/** What a chart draws, and the cell that each point stands for. */
export function cachedCells(chart: XmlElement): readonly { sheet: string; address: string; value: string }[] {
  return [...elements(chart, 'c:numRef'), ...elements(chart, 'c:strRef')].flatMap((reference) => {
    const address = child(reference, 'c:f')?.text ?? '';
    const [, sheet = '', letter, from] = /^'((?:[^']|'')+)'!\$([A-Z]+)\$(\d+)/.exec(address) ?? [];
    return elements(reference, 'c:pt').map((point) => ({
      sheet: sheet.replace(/''/g, "'"),
      address: `${letter}${Number(from) + Number(point.attributes.idx)}`,
      value: child(point, 'c:v')?.text ?? '',
    }));
  });
}

function twice(all: readonly string[]): readonly string[] {
  return [...new Set(all.filter((one, index) => all.indexOf(one) !== index))];
}
