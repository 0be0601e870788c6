import type { Archive } from '#archive/archive';
import { loggedAccounts } from '#archive/statement-log';

/** Whether the archive has a statement, of whatever account and day. @throws ArchiveError */
export const hasStatements = async (archive: Archive): Promise<boolean> => (await loggedAccounts(archive)).length > 0;
