import { z } from "zod";

/** Settings come from the environment only, read once; a wrong value stops the start and says what to set. */
const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** The address that people see, for links in mails and for search engines; never taken from a request. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must start with postgres://"),
  DATABASE_APP_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgres://")
    .optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(500).default(20),
  /** One secret, or several parted by commas: the first signs, all are understood. */
  APP_SECRET: z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(z.string().min(32, "each secret needs 32 characters or more")).min(1)),
  DAYBOOK_DATA_DIR: z.string().default(".data"),
  DAYBOOK_DEMO: flag,
  DAYBOOK_DEV: flag,
  DAYBOOK_PARSE_ROWS: z.enum(["0", "1"]).optional(),
});

export type Config = {
  env: "development" | "production" | "test";
  port: number;
  host: string;
  public_url: string;
  database: { owner_url: string; app_url: string; app_role: string | null; pool_size: number };
  secrets: string[];
  data_dir: string;
  /** The embedded demo on one's own machine: shows the desk and the mails without a sign-in, to this machine only. */
  demo: boolean;
  dev: boolean;
  parse_rows: boolean;
};

/** A setting is wrong; the message says which and what it should be. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Reads and checks the settings. @throws ConfigError with one sentence for each wrong value */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const result = Environment.safeParse(environment);
  if (!result.success) {
    const lines = result.error.issues.map(
      (issue) => `  ${issue.path.join(".")}: ${issue.message} (see docs/self-hosting.md)`,
    );
    throw new ConfigError(`Daybook cannot start with these settings:\n${lines.join("\n")}`);
  }
  const env = result.data;
  const public_url = (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, "");
  return {
    env: env.NODE_ENV,
    port: env.PORT,
    host: env.HOST,
    public_url,
    database: {
      owner_url: env.DATABASE_URL,
      app_url: env.DATABASE_APP_URL ?? env.DATABASE_URL,
      // With one address for everything, connections step down to the application's role at their start.
      app_role: env.DATABASE_APP_URL ? null : "daybook_app",
      pool_size: env.DATABASE_POOL_SIZE,
    },
    secrets: env.APP_SECRET,
    data_dir: env.DAYBOOK_DATA_DIR,
    // What has a public address is no demo on one's own machine, however its proxy writes the Host header.
    demo: env.DAYBOOK_DEMO && LOOPBACK_NAMES.includes(new URL(public_url).hostname),
    dev: env.DAYBOOK_DEV,
    parse_rows: env.DAYBOOK_PARSE_ROWS !== "0",
  };
}

let cached: Config | null = null;

/** The process's settings. */
export function config(): Config {
  cached ??= readConfig(process.env);
  return cached;
}
