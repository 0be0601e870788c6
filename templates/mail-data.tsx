import type { Band, HeroResult } from './page-data.tsx';

/** Everything a mail says, as finished texts. HTML and plain text are two readings of it, so their figures are the same. */
export interface MailData {
  readonly subject: string;
  readonly preheader: string;
  readonly verdict: { readonly text: string; readonly trouble: boolean };
  readonly band?: MailNotes & { readonly title: string };
  readonly hero?: MailHero;
  readonly sections: readonly MailSection[];
  readonly footer: readonly string[];
}

/** Terms with their texts, side by side. */
export interface MailNotes {
  readonly lines: Band['lines'];
  /** Of the terms' column, in pixels; 0 where each term stands above its text. */
  readonly termWidth: number;
}

export interface MailHero {
  readonly label: string;
  readonly maskedId: string;
  /** Empty where it has been said before. */
  readonly day: string;
  readonly value: string;
  readonly unit: string;
  readonly result: HeroResult;
  /** Lines below the day's result: beside the benchmark, where the value is from, closed days before. */
  readonly basis: readonly string[];
}

interface SectionBase {
  readonly title: string;
  /** Small grey text below. */
  readonly note: string;
}

export type MailSection = MailAccounts | MailAccount | MailRows | MailTable | MailShares | MailWords;

/** Each account in two lines: name and value, then the checks and the returns. */
export interface MailAccounts extends SectionBase {
  readonly kind: 'accounts';
  /** Of the returns, with their unit. */
  readonly heads: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    /** Empty where amounts are hidden. */
    readonly value: string;
    /** What stands below the name; empty where there is nothing to say. */
    readonly under: string;
    /** One for each head, or none. */
    readonly returns: readonly string[];
    readonly dim: boolean;
    readonly total: boolean;
  }[];
}

/** Begins the part of one account where the mail has several. */
export interface MailAccount extends SectionBase {
  readonly kind: 'account';
  readonly hero: MailHero;
  readonly notes: MailNotes;
}

/** Label left, one figure right. */
export interface MailRows extends SectionBase {
  readonly kind: 'rows';
  readonly rows: readonly {
    readonly label: string;
    readonly detail: string;
    /** The detail has a line of its own. */
    readonly below: boolean;
    readonly value: string;
    readonly strong: boolean;
  }[];
}

export interface MailTable extends SectionBase {
  readonly kind: 'table';
  /** Of the columns after the first, with their units. */
  readonly heads: readonly string[];
  /** Of the first column; shown when the title has a line of its own. */
  readonly firstHead: string;
  /** Hundredths of the content's width, one for each column, the bars' among them. */
  readonly widths: readonly number[];
  /** Whether the title fits beside the heads, over the first column and the bars next to it. */
  readonly titleInHead: boolean;
  /** Where the bars' column stands, by index of `heads`; absent without bars. */
  readonly bars?: { readonly before: number; readonly left: number };
  readonly rows: readonly MailTableRow[];
}

export interface MailTableRow {
  readonly label: string;
  readonly cells: readonly string[];
  readonly figures: readonly boolean[];
  readonly strong: boolean;
  /** Index of the cell set in bold; -1 for none. */
  readonly lead: number;
  /** By cell: set in grey, as it stands beside what counts. None when absent. */
  readonly side?: readonly boolean[];
  readonly dim: boolean;
  readonly total: boolean;
  /** In hundredths of its side; least width applied. `plain`: neither gain nor loss, whatever its side. */
  readonly bar?: { readonly width: number; readonly loss: boolean; readonly plain: boolean };
}

export interface MailShares extends SectionBase {
  readonly kind: 'shares';
  readonly unit: string;
  readonly titleInHead: boolean;
  /** Of the column of amounts, in hundredths of the content's width. */
  readonly amountWidth: number;
  readonly parts: readonly { readonly tone: number; readonly width: number }[];
  readonly rows: readonly {
    /** Index of its grey; -1 for a share below zero, which no bar of the whole can show. */
    readonly tone: number;
    readonly name: string;
    readonly amount: string;
    readonly share: string;
    readonly details: readonly { readonly name: string; readonly amount: string; readonly loss: boolean }[];
  }[];
}

/** Bold term, text below. */
export interface MailWords extends SectionBase {
  readonly kind: 'words';
  readonly right: string;
  readonly items: readonly { readonly term: string; readonly text: string }[];
}
