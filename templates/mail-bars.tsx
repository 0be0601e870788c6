/** @jsxRuntime automatic @jsxImportSource preact */
import type { MailTableRow } from './mail-data.tsx';
import { LIGHT, TONES } from './mail-style.ts';

interface Props {
  bar: MailTableRow['bar'];
  left: number;
  /** Hundredths of the content's width. */
  width: number;
  /** Beside a total there is none, but its hairline. */
  total: boolean;
}

/** A bar as table cells: left and right of zero share the width, the axis is the right side's left border. */
export function MailBars({ bar, left, width, total }: Props) {
  if (total) return <td class="h" style={`border-top:1px solid ${LIGHT.hair}`} />;
  return (
    <td width={`${width}%`} style="padding:0 0 0 8px">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border={0}>
        <tbody>
          <tr>
            {left > 0 ? (
              <td width={`${left}%`} height="32" align="right" style="padding:0">
                {bar?.loss ? <Filled bar={bar} side="right" /> : null}
              </td>
            ) : null}
            <td class="ax" height="32" style={`padding:0;border-left:1px solid ${LIGHT.axis}`}>
              {bar && !bar.loss ? <Filled bar={bar} side="left" /> : null}
            </td>
          </tr>
        </tbody>
      </table>
    </td>
  );
}

function Filled({ bar, side }: { bar: NonNullable<MailTableRow['bar']>; side: 'left' | 'right' }) {
  const [name, colour] = bar.plain ? ['t0', TONES[0]] : bar.loss ? ['ls', LIGHT.loss] : ['gn', LIGHT.gain];
  return (
    <table role="presentation" align={side} width={`${bar.width}%`} cellpadding="0" cellspacing="0" border={0}>
      <tbody>
        <tr>
          <td
            class={name}
            bgcolor={colour}
            height="12"
            style={`background-color:${colour};height:12px;font-size:0;line-height:12px;padding:0`}
          >
            &nbsp;
          </td>
        </tr>
      </tbody>
    </table>
  );
}
