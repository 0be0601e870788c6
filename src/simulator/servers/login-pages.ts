import { randomBytes } from 'node:crypto';
import { emptyAnswer, htmlAnswer } from '#simulator/answers';
import type { Headers } from '#simulator/face/send';
import type { ApiAnswer } from '#simulator/scenario';

/** The login's pages and cookies. One session, as one gateway holds one. */
export interface LoginDesk {
  /** Answers a page or form of the login; undefined for another path. */
  answer(method: string, path: string, form: string): readonly [ApiAnswer, Headers] | undefined;
  /** Whether a request's Cookie header is of the last login. */
  knows(cookies: string | undefined): boolean;
  /** Every secret that was ever given out: none of them may turn up in a log. */
  readonly secrets: readonly string[];
}

const page = (title: string, form: string): ApiAnswer =>
  htmlAnswer(
    200,
    `<!DOCTYPE html><html lang="en"><head><title>${title}</title><link rel="stylesheet" href="/css/login.css"></head>` +
      `<body><h1>${title}</h1>${form}</body></html>`,
  );

/** Names as the gateway program keeps them. */
const SESSION_COOKIE = 'XYZAB_AM.LOGIN';
const VISIT_COOKIE = 'JSESSIONID';

/**
 * The login in two steps: user and password, then the second factor, which is granted at once. Any user but one with the
 * password `wrong` gets in. The end is a redirect in answer to `/sso/Dispatcher`, by which the gateway program knows it.
 *
 * @param login called when a person is in
 */
export function loginDesk(login: () => void): LoginDesk {
  const secrets: string[] = [];
  let session: string | undefined;
  let granted: string | undefined;
  const secret = (): string => {
    const made = randomBytes(20).toString('hex');
    secrets.push(made);
    return made;
  };
  const cookie = (name: string, value: string): Headers => ({
    'Set-Cookie': `${name}=${value}; Path=/; Secure; HttpOnly`,
  });
  return {
    secrets,
    knows: (cookies = '') => session !== undefined && cookies.includes(`${SESSION_COOKIE}=${session}`),
    answer: (method, path, form) => {
      switch (`${method} ${path}`) {
        case 'GET /sso/Login':
          return [loginPage(''), cookie(VISIT_COOKIE, secret())];
        case 'POST /sso/Login':
          if (new URLSearchParams(form).get('password') === 'wrong') return [loginPage('Try again.'), {}];
          return [SECOND_FACTOR, {}];
        case 'POST /sso/Authenticator':
          // The program's own step of its login comes here too, and brings no form.
          if (!form.includes('granted=')) return [htmlAnswer(200, 'done'), {}];
          granted = secret();
          return [emptyAnswer(302), { Location: `/sso/Dispatcher?ticket=${granted}` }];
        case 'GET /sso/Dispatcher':
          if (granted === undefined) return [emptyAnswer(302), { Location: '/sso/Login' }];
          granted = undefined;
          session = secret();
          login();
          return [emptyAnswer(302), { Location: '/portal/', ...cookie(SESSION_COOKIE, session) }];
        case 'GET /sso/Authenticator':
        case 'GET /sso/ping':
          return [htmlAnswer(200, 'done'), {}];
        case 'GET /css/login.css':
          return [{ status: 200, contentType: 'text/css', text: ['body { font-family: sans-serif }'] }, {}];
        default:
          return undefined;
      }
    },
  };
}

const loginPage = (notice: string): ApiAnswer =>
  page(
    'Simulated login',
    `<p>${notice}</p><form method="post" action="/sso/Login"><input name="user"><input name="password" type="password">` +
      '<button>Log in</button></form>',
  );

const SECOND_FACTOR = page(
  'Simulated second factor',
  '<form method="post" action="/sso/Authenticator"><input type="hidden" name="granted" value="1"><button>Go on</button></form>',
);
