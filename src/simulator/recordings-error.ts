/** A folder of recordings that can't be played; the message names the cause and the next step. */
export class RecordingsError extends Error {
  override readonly name = 'RecordingsError';
}
