import { GATEWAY_PORT, LOGIN_PORT } from './ports.ts';
import { upstreamTls } from './upstream-tls.ts';

/** What the gateway program itself forwards to IBKR's login. */
const PAGES = ['sso', 'css', 'scripts', 'images', 'fonts', 'stylesheet'] as const;

/** In a path: what could make the gateway read another path than the one that was matched. */
const DISGUISES = '[%;\\x5c\\x00-\\x20]|//|\\.\\.';
const HERE = '(?:localhost|127\\.0\\.0\\.1)(?::[0-9]{1,5})?';

/** Maps of the login listener: what may pass, from which page, under which name. */
export function loginMaps(): string {
  return `  map "$server_protocol $request_method $request_uri" $login_uri {
    default "";
    "~^HTTP/1\\.1 (?:GET|POST) (?!/[^?]*(?:${DISGUISES}))(?<login>/(?:(?:${PAGES.join('|')})/[^?#]*)?(?:\\?[^#\\x00-\\x20]*)?)\\z" $login;
  }
  map $http_host $login_host { default ""; "~^${HERE}\\z" 1; }
  map $http_origin $login_origin { default "-"; "" ""; "~^https://${HERE}\\z" "https://localhost:${GATEWAY_PORT}"; }
  map $request_uri $login_path { default "?"; "~^(?<lp>[A-Za-z0-9_./-]{1,80})" $lp; }
  log_format login '$time_iso8601 login $request_method $login_path $status $request_time $bytes_sent';`;
}

/**
 * The login listener: the end of the port forward, on loopback. Any local port works, as Host and Origin are written anew
 * once they are seen to be of this machine.
 */
export function loginListener(): string {
  return `  server {
    listen 127.0.0.1:${LOGIN_PORT} ssl default_server;
    ssl_certificate /etc/gateway-proxy/login.pem;
    ssl_certificate_key /etc/gateway-proxy/login.key;
    access_log /var/log/gateway-proxy/access.log login;
    default_type text/plain;
    merge_slashes off; absolute_redirect off; gzip off;
    client_max_body_size 256k; client_body_buffer_size 256k; client_header_buffer_size 4k; large_client_header_buffers 4 16k;
    client_header_timeout 10s; client_body_timeout 10s; send_timeout 30s; keepalive_timeout 30s; reset_timedout_connection on;
    proxy_http_version 1.1;
    proxy_request_buffering on; proxy_buffering on; proxy_max_temp_file_size 0;
    proxy_buffer_size 16k; proxy_buffers 16 64k; proxy_busy_buffers_size 128k;
    proxy_set_header Host localhost:${GATEWAY_PORT};
    proxy_set_header Origin $login_origin;
    proxy_set_header Referer "";
    proxy_set_header Upgrade "";
    proxy_set_header Connection "";
    proxy_redirect https://localhost:${GATEWAY_PORT}/ /;
${upstreamTls()}
    proxy_connect_timeout 3s; proxy_send_timeout 10s; proxy_read_timeout 60s; proxy_next_upstream off;
    proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;
    location / {
      if ($login_host = "") { return 403 'This address is for the login through the port forward alone.'; }
      if ($login_origin = "-") { return 403 'A page of another site may not use the login.'; }
      if ($login_uri = "") { return 403 'The login shows the pages of the login and nothing else.'; }
      proxy_pass https://gateway$login_uri;
    }
  }`;
}
