/** Of both listeners: the gateway offers TLS 1.2 alone, and is known by the certificate made for it on this host. */
export function upstreamTls(): string {
  return `    proxy_ssl_protocols TLSv1.2; proxy_ssl_verify on; proxy_ssl_verify_depth 0;
    proxy_ssl_trusted_certificate /etc/gateway-proxy/gateway.pem;
    proxy_ssl_name localhost; proxy_ssl_server_name on; proxy_ssl_session_reuse on;`;
}
