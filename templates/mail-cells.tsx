/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { MailSection } from './mail-data.tsx';
import { Grid } from './mail-parts.tsx';
import { LIGHT } from './mail-style.ts';

interface ShellProps {
  section: MailSection;
  children: ComponentChildren;
  /** The title on a line of its own, with a word at its right. */
  heading?: boolean;
  right?: string;
}

/** A hairline, the title, the content, the note: every section alike. */
export function SectionShell({ section, children, heading, right = '' }: ShellProps) {
  return (
    <Grid style="margin-top:26px">
      <tr>
        <td class="h" style={`border-top:1px solid ${LIGHT.hair};padding-top:17px`}>
          {heading && section.title !== '' ? <Heading title={section.title} right={right} /> : null}
          {children}
          {section.note === '' ? null : (
            <div class="q" style={`font-size:14px;line-height:21px;color:${LIGHT.grey};padding-top:8px`}>
              {section.note}
            </div>
          )}
        </td>
      </tr>
    </Grid>
  );
}

function Heading({ title, right }: { title: string; right: string }) {
  return (
    <Grid>
      <tr>
        <td style="font-size:17px;font-weight:600;padding-bottom:6px">{title}</td>
        {right === '' ? null : (
          <td class="q" align="right" style={`font-size:14px;color:${LIGHT.grey};padding:0 0 6px 8px`}>
            {right}
          </td>
        )}
      </tr>
    </Grid>
  );
}

interface HeadProps {
  children: string;
  width: number;
  right?: boolean;
  /** The section's own title, standing where the first column's name would. */
  title?: boolean;
  /** How many columns it stands over. Default: 1. */
  columns?: number;
}

/** A column's name, on the baseline of the section's title. */
export function Head({ children, width, right, title, columns = 1 }: HeadProps) {
  const look = title
    ? 'font-weight:600;font-size:17px;line-height:24px'
    : `font-weight:400;font-size:14px;line-height:20px;color:${LIGHT.grey};word-break:normal;overflow-wrap:normal`;
  return (
    <th
      scope="col"
      colSpan={columns > 1 ? columns : undefined}
      class={title ? undefined : 'q'}
      width={width > 0 ? `${width}%` : undefined}
      align={right ? 'right' : 'left'}
      valign="bottom"
      style={`${look};padding:0 0 6px${right ? ' 8px' : ''}`}
    >
      {children}
    </th>
  );
}

interface CellProps {
  children: ComponentChildren;
  right?: boolean;
  strong?: boolean;
  dim?: boolean;
  /** Names its row. */
  header?: boolean;
  /** A total: a hairline above. */
  above?: boolean;
  /** Another line of the same row follows. */
  below?: boolean;
  /** How many columns it stands over. Default: 1. */
  columns?: number;
}

/** A cell of 32 pixels height: words left and breaking, figures right and whole. */
export function Cell({ children, right, strong, dim, header, above, below, columns = 1 }: CellProps) {
  const style = [
    above ? `border-top:1px solid ${LIGHT.hair}` : '',
    strong ? 'font-weight:600' : header ? 'font-weight:400' : '',
    dim ? `color:${LIGHT.grey}` : '',
    `padding:${above ? 7 : 4}px 0 ${below ? 0 : 4}px${right ? ' 8px' : ''}`,
    right ? 'white-space:nowrap' : '',
  ]
    .filter((part) => part !== '')
    .join(';');
  const names = [dim ? 'q' : '', above ? 'h' : ''].filter((name) => name !== '').join(' ');
  const name = names === '' ? undefined : names;
  if (header) {
    return (
      <th scope="row" class={name} align="left" style={style}>
        {children}
      </th>
    );
  }
  return (
    <td class={name} colSpan={columns > 1 ? columns : undefined} align={right ? 'right' : undefined} style={style}>
      {children}
    </td>
  );
}
