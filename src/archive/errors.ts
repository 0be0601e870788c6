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

/** The bucket, or the key that encrypts it, can't be used with these rights. */
export class ArchiveDenied extends ArchiveError {
  override readonly name = 'ArchiveDenied';
}

/** There is no such bucket, or it lies in another region. */
export class ArchiveNotThere extends ArchiveError {
  override readonly name = 'ArchiveNotThere';
}

/** The credentials are missing, expired or unknown. */
export class ArchiveCredentials extends ArchiveError {
  override readonly name = 'ArchiveCredentials';
}

/** The machine's clock is too far from the service's: requests are signed with the time. */
export class ArchiveClock extends ArchiveError {
  override readonly name = 'ArchiveClock';
}

/** No usable answer in time, after repeated attempts. A write may have happened or not. */
export class ArchiveUnreachable extends ArchiveError {
  override readonly name = 'ArchiveUnreachable';
}
