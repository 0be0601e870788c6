import { defineConfig } from 'vitest/config';

/** Tests that Node alone can run. What needs Chromium, LibreOffice or Python lies in `test/host`. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    setupFiles: ['test/house/require-node-24.ts', 'test/house/property-seed.ts'],
    // Only a test that hangs should meet it: what a machine has to do beside the tests is not their fault.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // Two at a time: more only wait for each other on a small machine, and the tests that own a server are slower then.
    maxWorkers: 2,
    pool: 'forks',
  },
});
