import { defineConfig } from 'vitest/config';

/** Tests against real programs: Chromium, LibreOffice, openpyxl. One at a time: each of them takes a machine for itself. */
export default defineConfig({
  test: {
    include: ['test/host/**/*.host.ts'],
    setupFiles: ['test/house/require-node-24.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
