import * as z from 'zod';

const NO_QUERY = 'is not the number of a Flex query, such as "1234567" in quotes';

/** The statements to ask for. The token that goes with it stands in no file: `daybook flex token` keeps it. */
export const flexSettings = z.strictObject({
  query: z
    .string({ error: NO_QUERY })
    .regex(/^\d{1,12}$/, { error: NO_QUERY })
    .describe('Number of your Activity Flex query, as Client Portal shows it. docs/flex.md says what to tick in it.'),
});
