/** The address in a From line: `Name <address>` or the address alone. */
export function bareAddress(line: string): string {
  return (/<([^<>]*)>\s*$/.exec(line)?.[1] ?? line).trim();
}

/**
 * An address as it may stand where the owner reads it: first letter and domain, `o…@example.com`. Control characters
 * and line breaks are dropped.
 */
export function maskedAddress(address: string): string {
  const plain = bareAddress(address).replaceAll(/\p{C}|\p{Z}/gu, '');
  const at = plain.lastIndexOf('@');
  const [first = ''] = plain;
  return at > 0 ? `${first}…${plain.slice(at)}` : '…';
}
