import { loginListener, loginMaps } from './login-listener.ts';
import { API_PORT, GATEWAY_NAME, GATEWAY_PORT } from './ports.ts';
import { allowList, DATA_CALLS, pacedRates, targetPattern } from './proxy-map.ts';
import { upstreamTls } from './upstream-tls.ts';

/** Above the gateway's own answers, below the client's deadline, so that the proxy's word for a silent gateway arrives. */
const READ_SECONDS = 25;
const ANALYST_SECONDS = 60;

/** Request headers are the proxy's own and nothing is passed on from the caller's, in any spelling. */
const CHECKS = `if ($gw_uri = "") { add_header X-Daybook-Proxy denied always; return 403 '{"error":"denied","by":"proxy"}'; }
      if ($odd_body) { add_header X-Daybook-Proxy denied always; return 403 '{"error":"unexpected body","by":"proxy"}'; }`;

/** Answers that the proxy gives itself: mark, status, words. */
const OWN_ANSWERS = [
  ['refused', 400, 'malformed request'],
  ['no-certificate', 403, 'client certificate wanted'],
  ['unreachable', 502, 'gateway does not run'],
  ['timeout', 504, 'gateway gave no answer'],
  ['limited', 503, 'too many calls'],
] as const;

/**
 * nginx.conf of the proxy before the gateway: an API listener that passes the endpoint table's calls and nothing else,
 * and a login listener on loopback that passes IBKR's login pages and nothing of the API. Both rest on the same idea: the
 * raw target is matched as a whole, and what is sent on is made of the match alone.
 *
 * Needs nginx 1.21.1 or newer, with its stock modules.
 */
export function proxyConfiguration(): string {
  return `# Made from the endpoint table. Changes belong there, or into lib/host.
worker_processes 1;
daemon off;
pid /run/gateway-proxy/nginx.pid;
# At "error" the lines would hold request targets, so account numbers.
error_log stderr crit;
events { worker_connections 128; }
http {
  server_tokens off;
  default_type application/json;
  access_log off;
  # Here: in a named server alone the versions have no effect.
  ssl_protocols TLSv1.3;
  ssl_session_cache none;
  ssl_session_timeout 10m;
  client_body_temp_path /run/gateway-proxy/b;
  proxy_temp_path /run/gateway-proxy/p;
  fastcgi_temp_path /run/gateway-proxy/f;
  uwsgi_temp_path /run/gateway-proxy/u;
  scgi_temp_path /run/gateway-proxy/s;
${maps()}
${loginMaps()}
  upstream gateway { server 127.0.0.1:${GATEWAY_PORT}; }
${strangerServer()}
${apiServer()}
${loginListener()}
}
`;
}

function maps(): string {
  const rates = [...pacedRates()];
  const list = allowList().map((line) => `    ${line}`);
  const paced = rates.flatMap(([perMinute, pattern]) => [
    `  map $gw_uri $k_${perMinute} { default ""; "~(?<p${perMinute}>${pattern})" $p${perMinute}; }`,
    `  limit_req_zone $k_${perMinute} zone=every${perMinute}:32k rate=${perMinute}r/m;`,
  ]);
  // The state of the login is asked beside data, never behind it.
  const session = targetPattern(({ kept }) => !kept);
  return `  # What may pass, and the target that the gateway gets.
  map "$http_upgrade|$server_protocol $request_method $request_uri" $gw_uri {
    default "";
${list.join('\n')}
  }
  map "$request_method|$http_content_length|$http_transfer_encoding" $odd_body {
    default 1;
    "~^GET\\|0?\\|\\z" "";
    "~*^POST\\|(?:[0-9]{1,6}\\||\\|chunked)\\z" "";
  }
  map $gw_uri $gw_route {
    default "/";
    "" "-";
    "~^/v1/api/portfolio/[A-Z]+[0-9]+[A-Z]*/(?<ra>[a-z]+)" "portfolio/{account}/$ra";
    "~^/v1/api/(?<rb>[^?]+)" "$rb";
  }
  # The target of a redirect stays here; whether it is the login's is said.
  map "$upstream_status|$upstream_http_location" $gw_note {
    default passed;
    "|" refused;
    "~*^3[0-9]+\\|.*(?:/sso/|login|dispatcher)" redirect;
    "~^3" away;
  }
  map $request_method $gw_type { default ""; POST application/json; }
  log_format plain '$time_iso8601 $remote_addr $request_method $gw_route $status $sent_http_x_daybook_proxy $request_time $upstream_connect_time $upstream_response_time $bytes_sent';
  # An empty key is not counted.
  map $gw_uri $k_data { default d; "" ""; "/" ""; "~${session}" ""; }
  map $gw_uri $k_keep { default ""; "~${session}" k; }
  map $gw_uri $k_rate { default r; "" ""; "/" ""; }
${paced.join('\n')}
  limit_conn_zone $k_data zone=data:32k;
  limit_conn_zone $k_keep zone=keep:32k;
  limit_req_zone $k_rate zone=rate:32k rate=5r/s;
  # 529 is inner, the client sees 503.
  limit_conn_status 529;
  limit_req_status 529;
  limit_conn_log_level info;
  limit_req_log_level info;`;
}

function strangerServer(): string {
  return `  # Callers that ask for another name.
  server {
    listen ${API_PORT} ssl default_server;
    ssl_reject_handshake on;
    add_header X-Daybook-Proxy denied always;
    error_page 400 405 408 413 414 494 495 496 497 501 505 /-;
    return 421 '{"error":"wrong host","by":"proxy"}';
  }`;
}

function apiServer(): string {
  const analyst = targetPattern(({ path }) => path.startsWith('/pa/'));
  const paced = [...pacedRates().keys()].map((perMinute) => `limit_req zone=every${perMinute};`);
  const own = OWN_ANSWERS.map(
    ([mark, status, words]) =>
      `location = /-${mark} { internal; add_header X-Daybook-Proxy ${mark} always; return ${status} '{"error":"${words}","by":"proxy"}'; }`,
  );
  return `  server {
    listen ${API_PORT} ssl;
    server_name ${GATEWAY_NAME};
    ssl_certificate /etc/gateway-proxy/proxy.pem;
    ssl_certificate_key /etc/gateway-proxy/proxy.key;
    access_log /var/log/gateway-proxy/access.log plain;
    merge_slashes off; absolute_redirect off; gzip off;
    client_max_body_size 16k; client_body_buffer_size 16k; client_header_buffer_size 2k; large_client_header_buffers 4 4k;
    client_header_timeout 10s; client_body_timeout 10s; send_timeout 30s; keepalive_timeout 30s; reset_timedout_connection on;
    proxy_http_version 1.1;
    proxy_pass_request_headers off;
    proxy_request_buffering on; proxy_buffering on; proxy_max_temp_file_size 0;
    proxy_set_header Host localhost;
    proxy_set_header Connection "";
    proxy_set_header User-Agent "daybook/1";
    proxy_set_header Accept "*/*";
    proxy_set_header Content-Type $gw_type;
${upstreamTls()}
    proxy_connect_timeout 3s; proxy_send_timeout 5s; proxy_read_timeout ${READ_SECONDS}s; proxy_next_upstream off;
    # A call that the caller gave up on still takes its place at the gateway: its slot stays taken too.
    proxy_ignore_client_abort on;
    proxy_buffer_size 8k; proxy_buffers 8 64k; proxy_busy_buffers_size 128k; proxy_redirect off;
    # IBKR's own 4xx and 5xx pass with their bodies.
    proxy_intercept_errors off;
    proxy_hide_header Set-Cookie; proxy_hide_header Location; proxy_hide_header Refresh; proxy_hide_header X-Daybook-Proxy;
    proxy_hide_header Access-Control-Allow-Origin; proxy_hide_header Access-Control-Allow-Credentials;
    proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;
    add_header X-Daybook-Proxy $gw_note always;
    limit_conn data ${DATA_CALLS}; limit_conn keep 1; limit_req zone=rate burst=30 delay=3; ${paced.join(' ')}
    error_page 400 404 405 408 413 414 416 494 497 500 501 505 /-refused;
    error_page 495 496 =403 /-no-certificate;
    error_page 502 /-unreachable; error_page 504 /-timeout; error_page 529 = /-limited;
    ${own.join('\n    ')}
    location = /-alive { internal; add_header X-Daybook-Proxy alive always; return 200 '{"alive":true,"by":"proxy"}'; }
    location / {
      ${CHECKS}
      proxy_pass https://gateway$gw_uri;
    }
    location = / {
      ${CHECKS}
      proxy_intercept_errors on; error_page 302 = /-alive; error_page 502 /-unreachable; error_page 504 /-timeout;
      proxy_pass https://gateway$gw_uri;
    }
    location ~ "${analyst}" {
      ${CHECKS}
      proxy_read_timeout ${ANALYST_SECONDS}s;
      proxy_pass https://gateway$gw_uri;
    }
    location ~ "${targetPattern(({ kept }) => !kept)}" {
      ${CHECKS}
      proxy_set_body '';
      proxy_pass https://gateway$gw_uri;
    }
  }`;
}
