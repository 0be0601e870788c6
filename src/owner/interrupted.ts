/** The person pressed Ctrl-C, or the machine asked the program to end. Nothing went wrong. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('Stopped before the end, as you asked.');
  }
}
