/**
 * Poses as Java: takes the arguments of the real start, reads port, certificate and password from where the real program
 * has them, and behaves as the word in the release's archive says: `good`, `slow` (opens after a second), `deaf` (runs
 * and never listens), `broken` (ends at once), `shy` (deaf on the port that serves).
 */
export const JAVA = `#!@NODE@
const { readFileSync } = require('node:fs');
const { createServer } = require('node:https');
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
if (args[0] === '-version') {
  process.stderr.write('openjdk version "21"\\n');
  process.exit(0);
}
const [etc, jar] = after('-cp').split(':');
const conf = readFileSync(etc + '/conf.yaml', 'utf8');
const word = (key) => new RegExp('^' + key + ': "(.*)"$', 'm').exec(conf)[1];
const [behaviour] = readFileSync(jar, 'utf8').split(' ');
const port = Number(after('--port'));
if (behaviour === 'broken') {
  process.stderr.write('Failed to load configuration file\\n');
  process.exit(1);
}
const deaf = behaviour === 'deaf' || (behaviour === 'shy' && port === Number(process.env.DAYBOOK_GATEWAY_PORT));
const server = createServer({ pfx: readFileSync(word('sslCert')), passphrase: word('sslPwd') }, (request, response) => {
  response.writeHead(302, { location: '/sso/Login' }).end();
});
if (deaf) setInterval(() => undefined, 1000);
else setTimeout(() => server.listen(port, '127.0.0.1'), behaviour === 'slow' ? 1000 : 0);
`;

const WRITE_DOWN = 'echo "$(basename "$0") $*" >>"$STUB_STATE/calls"';

/** Programs of the host, by name. Each writes down how it was called. */
export const STUBS: Readonly<Record<string, string>> = {
  dnf: `#!/bin/bash
${WRITE_DOWN}
`,
  useradd: `#!/bin/bash
${WRITE_DOWN}
`,
  chgrp: `#!/bin/bash
${WRITE_DOWN}
`,
  chown: `#!/bin/bash
${WRITE_DOWN}
`,
  ss: `#!/bin/bash
${WRITE_DOWN}
case "$*" in *-Htne*) echo "0 0 10.0.0.4:41000 1.2.3.4:443 uid:\${STUB_UID:-992} ino:1 sk:1"; echo "0 0 10.0.0.4:42000 1.2.3.4:443 uid:1 ino:1 sk:1" ;; esac
`,
  id: `#!/bin/bash
[ -f "$STUB_STATE/opt/daybook/installed" ] && echo "\${STUB_UID:-992}"
`,
  nginx: `#!/bin/bash
${WRITE_DOWN}
! grep -q 'broken;' "\${@: -1}"
`,
  setpriv: `#!/bin/bash
${WRITE_DOWN}
while [ "$1" != -- ]; do shift; done
shift
exec "$@"
`,
  aws: `#!/bin/bash
${WRITE_DOWN}
if [ -s "$STUB_STATE/denials" ]; then
  sed -i 1d "$STUB_STATE/denials"
  echo 'An error occurred (AccessDenied) when calling the PutObject operation' >&2
  exit 254
fi
while [ $# -gt 0 ]; do
  case "$1" in --key) key=$2 ;; --body) body=$2 ;; --if-none-match) once=$2 ;; esac
  shift
done
[ "$once" = '*' ] || { echo 'An error occurred (AccessDenied): not conditional' >&2; exit 254; }
if [ -e "$STUB_STATE/archive/$key" ]; then
  echo 'An error occurred (PreconditionFailed) when calling the PutObject operation' >&2
  exit 254
fi
mkdir -p "$(dirname "$STUB_STATE/archive/$key")"
cp "$body" "$STUB_STATE/archive/$key"
`,
  systemctl: `#!/bin/bash
${WRITE_DOWN}
stop() {
  [ -s "$STUB_STATE/gateway.pid" ] || return
  kill "$(cat "$STUB_STATE/gateway.pid")" 2>/dev/null
  while kill -0 "$(cat "$STUB_STATE/gateway.pid")" 2>/dev/null; do sleep 0.02; done
}
case "$*" in
  'restart ibgw.service')
    stop
    mkdir -p "$STUB_STATE/var/lib/ibgw"
    cd "$STUB_STATE/var/lib/ibgw" || exit 1
    "$STUB_STATE/opt/daybook/current/run-gateway.sh" "$STUB_STATE/opt/ibgw/current" "$STUB_STATE/var/log" \\
      --port "$DAYBOOK_GATEWAY_PORT" >/dev/null 2>&1 9>&- &
    echo $! >"$STUB_STATE/gateway.pid"
    "$STUB_STATE/opt/daybook/current/await-open.sh" "$DAYBOOK_GATEWAY_PORT" "$DAYBOOK_PATIENCE"
    ;;
  'stop ibgw.service') stop ;;
  'is-active ibgw.service') echo active ;;
esac
`,
};
