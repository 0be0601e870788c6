import { defineConfig } from 'vitest/config';

/** Tests that Node alone can run. What needs Chromium, LibreOffice or Python lies in `test/host`. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    setupFiles: ['test/house/require-node-24.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Two at a time: more only wait for each other on a small machine, and the tests that own a server are slower then.
    maxWorkers: 2,
    pool: 'forks',
  },
});
