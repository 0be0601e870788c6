import { BOOKING_SECTIONS } from './query-booking-sections.ts';
import type { RequiredSection } from './query-section.ts';
import { VALUE_SECTIONS } from './query-value-sections.ts';

/**
 * The sections that the report reads, with what each is for: the one table behind `daybook flex check` and the guide to
 * the query. Ticking all fields of a section is always right.
 */
export const REQUIRED_SECTIONS: readonly RequiredSection[] = [...VALUE_SECTIONS, ...BOOKING_SECTIONS];

/** An option of the query as a whole, in Client Portal's words, and what to choose. */
export interface QueryOption {
  readonly option: string;
  readonly choose: string;
  readonly why: string;
}

/** What to choose in the parts "Delivery Configuration" and "General Configuration" of the query. */
export const QUERY_OPTIONS: readonly QueryOption[] = [
  { option: 'Format', choose: 'XML', why: 'the other formats are not read' },
  {
    option: 'Period',
    choose: 'Last Business Day',
    why: 'each request names its own days; this one is used where the service does not answer to them',
  },
  {
    option: 'Date Format',
    choose: 'yyyyMMdd or yyyy-MM-dd',
    why: 'in a format with slashes a day like 04/05 may be two days',
  },
  { option: 'Time Format', choose: 'HHmmss or HH:mm:ss', why: 'both are read' },
  { option: 'Date/Time Separator', choose: '; (semi-colon)', why: 'all but "none" are read without doubt' },
  {
    option: 'Include Currency Rates?',
    choose: 'Yes',
    why: 'the rate of each currency to the base currency at the close of the day',
  },
  {
    option: 'Display Account Alias in Place of Account ID?',
    choose: 'No',
    why: 'accounts are known by their number',
  },
  {
    option: 'Breakout by Day?',
    choose: 'Yes',
    why: 'a statement of many days then holds the close of each, so that missed days are filled with few requests',
  },
];
