import { describe, expect, it } from 'vitest';
import { proxyConfiguration } from '#lib/host/proxy-configuration';
import { allowList, pacedRates } from '#lib/host/proxy-map';
import { ENDPOINTS, type Endpoint } from '#sources/gateway/endpoints';

const endpoints: readonly Endpoint[] = Object.values(ENDPOINTS);
const configuration = proxyConfiguration();

/** The allow-list as nginx gets it: from its map alone. */
const mapLines = /\$gw_uri \{\n\s+default "";\n([\s\S]*?)\n\s+\}/.exec(configuration)?.[1]?.split('\n') ?? [];

describe('the allow-list', () => {
  it('holds one line a row of the endpoint table, in its order, and the root', () => {
    const sent = mapLines.map((line) => /" "([^"]*)";$/.exec(line)?.[1]);
    const rows = endpoints.map(
      ({ path, query }) =>
        `/v1/api${path.replace('{accountId}', '$acct').replace('{page}', '$page')}${query.length > 0 ? '$query' : ''}`,
    );
    expect(sent).toEqual(['/', ...rows]);
    expect(mapLines.map((line) => line.trim())).toEqual(allowList());
  });

  it.each(endpoints.map((endpoint, index) => [endpoint.name, endpoint, index + 1] as const))(
    'takes %s by its own method alone',
    (_name, { method }, index) => {
      expect(/HTTP\/1\\\.1 (\w+) /.exec(mapLines[index] ?? '')?.[1]).toBe(method);
    },
  );

  it('anchors every line at both ends and begins with an empty upgrade', () => {
    for (const line of mapLines) expect(line).toMatch(/^\s*"~\^\\\|HTTP\/1\\\.1 .*\\z" "/);
  });

  it('holds no way to trade, transfer, alert, log out or open the brokerage session', () => {
    const lines = mapLines.join('\n');
    expect(lines).not.toMatch(/order|reply|alert|transfer|logout|ssodh|reauthenticate|clear|\/ws|sso/);
    // Of the trading session's paths the one that says whether it is open, and no other.
    expect([...lines.matchAll(/\/iserver[^" ]*/g)].map(([path]) => path.replace('\\z', ''))).toEqual([
      '/iserver/auth/status',
      '/iserver/auth/status',
    ]);
  });

  it('leaves no blank of the table in a path', () => {
    expect(mapLines.join('\n')).not.toMatch(/\{(?!\d)/);
  });
});

describe('the configuration', () => {
  it('limits what the table paces within a minute, with slack', () => {
    expect([...pacedRates().keys()]).toEqual([15]);
    expect(configuration).toContain('zone=every15:32k rate=15r/m;');
    expect(configuration).toContain('limit_req zone=every15;');
  });

  it('listens for the functions on one port, for the login on loopback, and nowhere else', () => {
    const listens = [...configuration.matchAll(/^\s*listen ([^;]+);/gm)].map((match) => match[1]);
    expect(listens).toEqual(['8443 ssl default_server', '8443 ssl', '127.0.0.1:5443 ssl default_server']);
  });

  it('passes no header of a caller to the API, and verifies the gateway on both listeners', () => {
    expect(configuration.match(/proxy_pass_request_headers off;/g)).toHaveLength(1);
    expect(configuration.match(/proxy_ssl_verify on; proxy_ssl_verify_depth 0;/g)).toHaveLength(2);
    expect(configuration).not.toContain('proxy_ssl_verify off');
  });

  it('checks the target before every call that it passes on', () => {
    const api = configuration.slice(
      configuration.indexOf('server_name gateway.daybook.internal'),
      configuration.indexOf('listen 127'),
    );
    const locations = api.split(/\n {4}location /).filter((part) => part.includes('proxy_pass https'));
    expect(locations).toHaveLength(4);
    for (const location of locations) {
      expect(location).toMatch(/if \(\$gw_uri = ""\)[^\n]*return 403[^\n]*\n\s*if \(\$odd_body\)[^\n]*return 403/);
      expect(location).toContain('proxy_pass https://gateway$gw_uri;');
    }
  });
});
