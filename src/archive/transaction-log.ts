import type { CalendarDate } from '#domain/calendar-date';
import type { Archive } from './archive.ts';
import { addBookings, byYear, readBookings } from './bookings-file.ts';
import { transactionFolder } from './keys.ts';
import {
  asked,
  changeContracts,
  failed,
  type KnownContract,
  type KnownContracts,
  readContracts,
  type Sighting,
  seen,
} from './known-contracts.ts';
import { type BookingsAnswer, type LoggedBookings, loggedAnswer } from './merge-bookings.ts';

/** Objects read at a time. */
const AT_A_TIME = 8;

/**
 * What is known of the bookings of one account, over all runs. The broker tells them one contract at a time and a year
 * back at most; here they add up and stay. One object a contract and calendar year, each written whole, and a list of
 * the contracts. In memory are the years that were asked for at opening, and what was added since.
 */
export class TransactionLog {
  readonly #archive: Archive;
  readonly #account: string;
  readonly #since: string;
  readonly #bookings: Map<number, Map<string, LoggedBookings>>;
  #contracts: ReadonlyMap<number, KnownContract>;

  private constructor(
    archive: Archive,
    account: string,
    since: string,
    known: KnownContracts,
    bookings: Map<number, Map<string, LoggedBookings>>,
  ) {
    this.#archive = archive;
    this.#account = account;
    this.#since = since;
    this.#contracts = byNumber(known);
    this.#bookings = bookings;
  }

  /**
   * Reads the years that reach from the one of `since` on; earlier ones stay where they are.
   * @param account the account's key
   * @throws ArchiveCorrupted when a part of it is damaged
   */
  static async open(archive: Archive, account: string, since: CalendarDate): Promise<TransactionLog> {
    const firstYear = since.slice(0, 4);
    const known = await readContracts(archive, account);
    const bookings = new Map<number, Map<string, LoggedBookings>>();
    const parts = (await archive.list(transactionFolder(account))).flatMap((key) => {
      const [, conid, year] = /\/(\d+)\/(\d{4})\.json$/.exec(key) ?? [];
      return conid !== undefined && year !== undefined && year >= firstYear ? [{ conid: Number(conid), year }] : [];
    });
    for (let start = 0; start < parts.length; start += AT_A_TIME) {
      await Promise.all(
        parts.slice(start, start + AT_A_TIME).map(async ({ conid, year }) => {
          const years = bookings.get(conid) ?? new Map<string, LoggedBookings>();
          bookings.set(conid, years);
          years.set(year, await readBookings(archive, account, conid, year));
        }),
      );
    }
    return new TransactionLog(archive, account, firstYear, known, bookings);
  }

  /** Every contract that was seen as held, also long ago. */
  get contracts(): ReadonlyMap<number, KnownContract> {
    return this.#contracts;
  }

  /** Contracts with bookings or answers in the years that were opened. */
  get told(): readonly number[] {
    return [...this.#bookings.keys()].sort((a, b) => a - b);
  }

  /** What is known of a contract in the years that were opened. */
  bookings(conid: number): LoggedBookings {
    const years = [...(this.#bookings.get(conid) ?? new Map<string, LoggedBookings>()).entries()].sort();
    return {
      spans: years.flatMap(([, { spans }]) => spans),
      bookings: years.length === 1 ? (years[0]?.[1].bookings ?? []) : years.flatMap(([, { bookings }]) => bookings),
    };
  }

  /** Notes what is held, so that a contract is remembered after it is gone. @throws ArchiveError */
  async sight(sighting: Sighting): Promise<void> {
    this.#contracts = byNumber(await changeContracts(this.#archive, this.#account, (known) => seen(known, sighting)));
  }

  /**
   * Adds an answer for a contract: the bookings first, then that it was asked. A break in between costs at most one
   * more call, and no booking. The same answer again changes nothing.
   * @throws ArchiveError
   */
  async add(conid: number, answer: BookingsAnswer): Promise<void> {
    for (const [year, news] of byYear(loggedAnswer(answer))) {
      const whole = await addBookings(this.#archive, this.#account, conid, year, news);
      if (year < this.#since) continue;
      const years = this.#bookings.get(conid) ?? new Map<string, LoggedBookings>();
      this.#bookings.set(conid, years);
      years.set(year, whole);
    }
    const symbol = answer.rows[0]?.symbol ?? String(conid);
    const known = await changeContracts(this.#archive, this.#account, (before) =>
      asked(before, conid, symbol, answer.askedAt),
    );
    this.#contracts = byNumber(known);
  }

  /** Notes that a contract could not be told at this instant, ISO 8601 UTC, while others may be. @throws ArchiveError */
  async failed(conid: number, at: string): Promise<void> {
    this.#contracts = byNumber(
      await changeContracts(this.#archive, this.#account, (known) => failed(known, conid, at)),
    );
  }
}

const byNumber = ({ contracts }: KnownContracts): ReadonlyMap<number, KnownContract> =>
  new Map(Object.entries(contracts).map(([conid, contract]) => [Number(conid), contract]));
