/**
 * Account numbers as the broker writes them (`U1234567`, `DU…`, `F…`, `I…`), and addresses of mail. A masked number
 * (`U…4567`) and a short key (twelve hex digits) pass.
 */
const ACCOUNT = /\b[A-Z]{1,4}\d{4,10}[A-Z]?\b/g;
const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[^\s<>"'(),;:.]+/g;

/**
 * A text that may leave the function: in a log or in an execution's history. Messages of ours hold no number and no
 * address; those of AWS and of a broken answer may.
 */
export function discreet(text: string): string {
  return text.replaceAll(ADDRESS, '<address>').replaceAll(ACCOUNT, '<account>');
}
