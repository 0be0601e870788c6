/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { MailData, MailHero, MailNotes } from './mail-data.tsx';
import { FONT, LIGHT } from './mail-style.ts';

/** Long words break anywhere rather than widen a phone's mail. */
const BREAKS = 'overflow-wrap:anywhere;word-break:break-word';

/**
 * What every table says of its own text. Old programs let no table inherit; so each table says it, and its cells only
 * what differs.
 */
export const TEXT = `font:400 16px/24px ${FONT};color:${LIGHT.ink};font-variant-numeric:tabular-nums;${BREAKS}`;

/** A layout table over the whole width. */
export function Grid({ children, style = '' }: { children: ComponentChildren; style?: string }) {
  return (
    <table
      role="presentation"
      class="k"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border={0}
      style={style === '' ? TEXT : `${TEXT};${style}`}
    >
      <tbody>{children}</tbody>
    </table>
  );
}

/** What is not right: a grey band, so that blue and orange go on meaning gain and loss only. */
export function Notes({ band }: { band: NonNullable<MailData['band']> }) {
  return (
    <Grid style="margin-top:16px">
      <tr>
        <td
          class="bd"
          bgcolor={LIGHT.band}
          style={`background-color:${LIGHT.band};border-left:4px solid ${LIGHT.ink};padding:13px 14px`}
        >
          <div style="font-weight:600;font-size:15px;line-height:22px">{band.title}</div>
          <Lines notes={band} />
        </td>
      </tr>
    </Grid>
  );
}

const LINE = 'font-size:15px;line-height:22px';

/** Terms in a column of their own with their sentences beside them, or one above the other. */
export function Lines({ notes: { lines, termWidth } }: { notes: MailNotes }) {
  const grey = `color:${LIGHT.grey}`;
  if (termWidth === 0) {
    return (
      <>
        {lines.map(({ term, text }) => (
          <div style={`${LINE};padding-top:3px`}>
            {term === '' ? null : (
              <div class="q" style={grey}>
                {term}
              </div>
            )}
            {text}
          </div>
        ))}
      </>
    );
  }
  if (lines.length === 0) return null;
  return (
    <Grid>
      {lines.map(({ term, text }) => (
        <tr valign="top">
          <td class="q" width={termWidth} style={`${LINE};${grey};padding:3px 0 0`}>
            {term}
          </td>
          <td style={`${LINE};padding:3px 0 0`}>{text}</td>
        </tr>
      ))}
    </Grid>
  );
}

/** Whose, which day, how much, and what the day did. */
export function Hero({ hero, big }: { hero: MailHero; big?: boolean }) {
  const { result } = hero;
  const tone = { gain: 'up', loss: 'dn', none: 'k' }[result.tone];
  const colour = { gain: LIGHT.gain, loss: LIGHT.loss, none: LIGHT.ink }[result.tone];
  const words = hero.unit === '';
  const value = big && !words ? '600 40px/46px' : '600 24px/30px';
  const second = big ? '600 21px/30px' : '600 16px/24px';
  return (
    <Grid style={big ? 'margin-top:28px' : ''}>
      <tr>
        <td style="font-variant-numeric:normal">
          <div>
            <b style="font-weight:600">{hero.label}</b>{' '}
            <span class="q" style={`color:${LIGHT.grey}`}>
              {hero.maskedId}
            </span>
          </div>
          {hero.day === '' ? null : (
            <div class="q" style={`color:${LIGHT.grey}`}>
              {hero.day}
            </div>
          )}
          <div
            class={big && !words ? 'big' : undefined}
            style={`font:${value} ${FONT};padding-top:${big ? 14 : 4}px${big && !words ? ';letter-spacing:-.9px' : ''}`}
          >
            {hero.value}
            {words ? null : (
              <span class="q" style={`font:400 16px/24px ${FONT};color:${LIGHT.grey};letter-spacing:0`}>
                {' '}
                {hero.unit}
              </span>
            )}
          </div>
          <div class={tone} style={`font:${second} ${FONT};color:${colour};padding-top:${big ? 6 : 2}px`}>
            {result.arrow === '' ? '' : `${result.arrow} `}
            {result.amount}
            {result.share === '' ? '' : `\u2003${result.share}`}
          </div>
          {hero.basis.map((line) => (
            <div class="q" style={`font-size:15px;line-height:22px;color:${LIGHT.grey};padding-top:2px`}>
              {line}
            </div>
          ))}
        </td>
      </tr>
    </Grid>
  );
}
