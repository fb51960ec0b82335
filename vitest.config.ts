import { defineConfig } from "vitest/config";

/**
 * The second run of `npm test` is about PostgreSQL's oldest version and another zone (DAYBOOK_TEST_PG_BIN): what asks the
 * server for nothing that could differ is not run twice.
 */
const SAME_ON_EVERY_SERVER = [
  "attacks-*",
  "cross-site",
  "embedded",
  "form-token",
  "http-*",
  "kills",
  "launcher",
  "mail-workers",
  "oidc*",
  "photos",
  "pool-leaks",
  "rate-limits",
  "reminders",
  "smtp",
  "storage",
].map((name) => `tests/integration/${name}.test.ts`);

export default defineConfig({
  test: {
    pool: "forks",
    projects: [
      // Longer than any takes: on a machine that does other things besides, a property of every zone is not to fail for it.
      {
        extends: true,
        test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          exclude: process.env.DAYBOOK_TEST_PG_BIN ? SAME_ON_EVERY_SERVER : [],
          // One server and one migrated template for the run; each file has its own clone (tests/support/postgres.ts).
          globalSetup: ["tests/support/postgres-server.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
