#!/usr/bin/env node
/**
 * `npm start`, `npm run dev` (--dev), `npm run reset` (--reset).
 *
 * Two stages. The first is plain JavaScript, runs on any Node from 20 on with nothing installed, and installs the locked
 * dependencies; one of them is Node 24. The second (launch/main.mjs) runs on that and imports the TypeScript sources.
 */
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
  usage: ["--dev", "--reset", "--yes", "--help"],
  help: `npm start            build, start, fill an empty database with demo data
npm run dev          the same with hot reload
npm run reset        empty the embedded database, after asking (-- --yes: without)

PORT=3000 HOST=127.0.0.1 PUBLIC_URL=… DATABASE_URL=… DAYBOOK_DATA_DIR=.data`,
  exclusive: true,
  secondStage: async ({ flags, lockFile, lock }) => {
    if (flags.has("--reset")) {
      const { reset } = await import("./launch/reset.mjs");
      return reset({ yes: flags.has("--yes") });
    }
    const { launch } = await import("./launch/main.mjs");
    return launch({ dev: flags.has("--dev"), lockFile, lock });
  },
});
