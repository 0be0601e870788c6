/** Colours of the mail. Light ones stand inline, so that a program that drops the style sheet shows them; dark ones are rules. */
export const LIGHT = {
  ink: '#1F1F1F',
  grey: '#595959',
  hair: '#D6D6D6',
  axis: '#8A8A8A',
  gain: '#0072B2',
  loss: '#B34E00',
  band: '#F1F1F0',
} as const;

/** Greys of the class bar from strong to weak, each apart from its neighbours; eight at most. */
export const TONES = ['#2E2E2E', '#3D3D3D', '#4B4B4B', '#5A5A5A', '#686868', '#777777', '#858585', '#949494'] as const;
const DARK_TONES = ['#E0E0E0', '#CFCFCF', '#BDBDBD', '#ACACAC', '#9A9A9A', '#898989', '#777777', '#666666'] as const;

export const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Inter,'Helvetica Neue',Arial,sans-serif";

const DARK_RULES = [
  ['.k', 'color:#EBEBEB'],
  ['.q', 'color:#A6A6A6'],
  ['.up', 'color:#56B4E9'],
  ['.dn', 'color:#E69F00'],
  ['.h', 'border-color:#383838'],
  ['.ax', 'border-color:#7A7A7A'],
  ['.gn', 'background-color:#56B4E9'],
  ['.ls', 'background-color:#E69F00'],
  ['.bd', 'background-color:#1F1F1F;border-color:#EBEBEB'],
  ...DARK_TONES.map((colour, i) => [`.t${i}`, `background-color:${colour}`] as const),
] as const;

const important = (rules: string): string => rules.replaceAll(';', '!important;').concat('!important');

const dark = DARK_RULES.map(([name, rules]) => `${name}{${important(rules)}}`).join('');
// Outlook's apps mark the document themselves instead of asking the media query.
const outlookDark = DARK_RULES.map(([name, rules]) => `[data-ogsc] ${name}{${important(rules)}}`).join('');

export const MAIL_STYLE = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  'body{margin:0;padding:0}',
  'table{border-collapse:collapse}',
  'a{color:inherit;text-decoration:none}',
  '@media (max-width:359px){.pad{padding-left:14px!important;padding-right:14px!important}}',
  '@media (min-width:640px){.out{padding:32px 0!important}.frame{border:1px solid #D6D6D6!important;',
  'border-radius:12px!important;border-collapse:separate!important}.pad{padding:32px 40px 40px!important}',
  '.big{font-size:44px!important;line-height:50px!important}}',
  `@media (prefers-color-scheme:dark){${dark}}`,
  // Outlook takes no rule that stands in another.
  '@media (prefers-color-scheme:dark) and (min-width:640px){.frame{border-color:#383838!important}}',
  outlookDark,
].join('');
