import fc from 'fast-check';

/**
 * Property tests draw from one seed, so that a commit has one verdict: a rare case found by chance would stop a change
 * that has nothing to do with it. `npm run soak` looks for such cases, with a fresh seed each round.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_121) });
