#!/usr/bin/env node
/** `npm test`: everything. `npm run check` (--quick): lint, format, types, unit tests. Stages as in bin/start.mjs. */
const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(
    `Daybook needs Node 20 or newer, and this is ${process.version}. Install it from https://nodejs.org.`,
  );
  process.exit(1);
}

const { firstStage } = await import("./launch/first-stage.mjs");
await firstStage({
  script: process.argv[1] ?? "",
  usage: ["--quick", "--help"],
  help: `npm test             lint, format, types, build, unit, integration and browser tests
npm run check        the quick half: lint, format, types, unit tests

DAYBOOK_CHROMIUM=/path/to/chromium names the browser.`,
  exclusive: false,
  secondStage: async ({ flags }) => {
    const { check } = await import("./launch/checks.mjs");
    process.exit(await check({ quick: flags.has("--quick") }));
  },
});
