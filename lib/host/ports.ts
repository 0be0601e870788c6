/** Name in the certificate of the proxy before the gateway: what the functions ask for, and all it answers to. */
export const GATEWAY_NAME = 'gateway.daybook.internal';

/** API listener of the proxy: the only port that takes traffic from outside the host, and that from the functions alone. */
export const API_PORT = 8443;

/** Login listener of the proxy, on loopback: the end of the port forward by which a person logs in. */
export const LOGIN_PORT = 5443;

/** The gateway program itself, reached on loopback by the proxy's user and root alone. */
export const GATEWAY_PORT = 5000;
