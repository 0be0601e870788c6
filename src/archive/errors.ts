/** Something the archive could not do. Subclasses name the cause; `nextStep` is a sentence for a person. */
export class ArchiveError extends Error {
  override readonly name: string = 'ArchiveError';
  readonly nextStep: string;
  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super(message, options);
    this.nextStep = nextStep;
  }
}

/** No space is left (ENOSPC, EDQUOT). Nothing half-written stays. */
export class ArchiveFull extends ArchiveError {
  override readonly name = 'ArchiveFull';
}

/** The place can't be used as an archive: a file stands where the folder should be, or the right to write is missing. */
export class ArchiveUnusable extends ArchiveError {
  override readonly name = 'ArchiveUnusable';
}

/** An object is there and can't be what its key says: damaged, cut short, or written by a newer version. */
export class ArchiveCorrupted extends ArchiveError {
  override readonly name = 'ArchiveCorrupted';
  readonly key: string;
  constructor(key: string, message: string, nextStep: string, options?: ErrorOptions) {
    super(message, nextStep, options);
    this.key = key;
  }
}
