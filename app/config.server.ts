import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { isTrustSetting } from "#app/http/client-address.ts";

/** Settings come from the environment only, read once; a wrong value stops the start and says what to set. */
const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");

/** Mails are signed with RSA (RFC 6376); an error here is found at the start, and not by the first mail. */
const isRsaKey = (pem: string): boolean => {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === "rsa" && (asymmetricKeyDetails?.modulusLength ?? 0) >= 1024;
  } catch {
    return false;
  }
};

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
  /** 0: the web process runs no jobs; bin/worker.ts does. */
  DAYBOOK_WORKER: z.enum(["0", "1"]).optional(),
  /** Seconds between a job worker's signs of life. */
  WORKER_HEARTBEAT: z.coerce.number().min(0.1).max(60).default(20),
  /** Which proxies may say where a request came from: how many stand in front, or their addresses, parted by commas. */
  TRUST_PROXY: z
    .string()
    .refine(isTrustSetting, "is a number of proxies, or their addresses parted by commas")
    .optional(),
  /** Multiplies every rate limit: for many people behind one address, and for tests of load. */
  RATE_LIMIT_FACTOR: z.coerce.number().int().min(1).max(1_000_000).default(1),
  /** Calendars may be fetched from private addresses too: for one's own network, and for tests. */
  CALENDAR_ALLOW_PRIVATE: flag,
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "must start with redis:// or rediss://")
    .optional(),
  OPERATOR_EMAIL: z.email().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must start with smtp:// or smtps://")
    .optional(),
  MAIL_FROM: z.email().optional(),
  DKIM_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "is a domain, such as example.org")
    .optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, "is the name before ._domainkey, such as mail")
    .optional(),
  /** PEM; a file's lines may be written as \n. */
  DKIM_PRIVATE_KEY: z
    .string()
    .transform((text) => text.replaceAll("\\n", "\n").trim())
    .refine(isRsaKey, "must be an RSA private key as PEM, 1024 bits or more")
    .optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.startsWith("https:") || isLoopback(url), "must start with https://")
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_LABEL: z.string().min(1).max(40).default("Single sign-on"),
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  MICROSOFT_CLIENT_ID: z.string().min(1).optional(),
  MICROSOFT_CLIENT_SECRET: z.string().min(1).optional(),
  MICROSOFT_TENANT: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/)
    .default("common"),
  GITHUB_CLIENT_ID: z.string().min(1).optional(),
  GITHUB_CLIENT_SECRET: z.string().min(1).optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().min(1).default("auto"),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
});

/** Every variable there is (a test looks for each in docs/self-hosting.md). */
export const SETTING_NAMES = Object.keys(Environment.shape);

/** Settings that make sense together only: one of them set means all of them. */
const GROUPS = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ["MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET"],
  ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
  ["SMTP_URL", "MAIL_FROM"],
  ["DKIM_DOMAIN", "DKIM_SELECTOR", "DKIM_PRIVATE_KEY"],
  ["S3_BUCKET", "S3_ENDPOINT", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"],
] as const;

const whole = Environment.superRefine((env, context) => {
  for (const group of GROUPS) {
    const missing = group.filter((name) => env[name] === undefined);
    if (missing.length > 0 && missing.length < group.length)
      for (const name of missing)
        context.addIssue({
          code: "custom",
          path: [name],
          message: `is needed beside ${group.filter((other) => !missing.includes(other)).join(" and ")}`,
        });
  }
});

export type Client = { id: string; secret: string };

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
  /** `in_web`: the process that serves runs jobs too. */
  worker: { in_web: boolean; beat_ms: number };
  trust_proxy: string | null;
  rate_limit_factor: number;
  calendar_allow_private: boolean;
  redis_url: string | null;
  operator_email: string | null;
  /** Where mails leave; null: they lie in a folder and, in the demo, on /dev/mail. */
  smtp: { url: string; from: string } | null;
  /** What signs the mails on their way out; null: the mail server does, or nobody. */
  dkim: { domain: string; selector: string; private_key: string } | null;
  /** Sign-in by others; each null unless its variables are set. */
  identity_providers: {
    oidc: (Client & { issuer: string; label: string }) | null;
    google: Client | null;
    microsoft: (Client & { tenant: string }) | null;
    github: Client | null;
  };
  /** Where photos lie; null: in the data directory. */
  s3: {
    bucket: string;
    endpoint: string;
    region: string;
    access_key_id: string;
    secret_access_key: string;
  } | null;
};

/** A setting is wrong; the message says which and what it should be. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** True for an address of this very machine: what is said there in plain http, nobody else hears. */
export const isLoopback = (url: string): boolean => LOOPBACK_NAMES.includes(new URL(url).hostname);

/** Reads and checks the settings. @throws ConfigError with one sentence for each wrong value */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  // An empty variable is one that is not set: compose files like to pass them on.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const result = whole.safeParse(given);
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
    demo: env.DAYBOOK_DEMO && isLoopback(public_url),
    dev: env.DAYBOOK_DEV,
    parse_rows: env.DAYBOOK_PARSE_ROWS !== "0",
    worker: { in_web: env.DAYBOOK_WORKER !== "0", beat_ms: env.WORKER_HEARTBEAT * 1000 },
    trust_proxy: env.TRUST_PROXY ?? null,
    rate_limit_factor: env.RATE_LIMIT_FACTOR,
    calendar_allow_private: env.CALENDAR_ALLOW_PRIVATE,
    redis_url: env.REDIS_URL ?? null,
    operator_email: env.OPERATOR_EMAIL ?? null,
    smtp: env.SMTP_URL ? { url: env.SMTP_URL, from: env.MAIL_FROM! } : null,
    dkim: env.DKIM_DOMAIN
      ? { domain: env.DKIM_DOMAIN, selector: env.DKIM_SELECTOR!, private_key: env.DKIM_PRIVATE_KEY! }
      : null,
    identity_providers: identityProviders(env),
    s3: env.S3_BUCKET
      ? {
          bucket: env.S3_BUCKET,
          endpoint: env.S3_ENDPOINT!,
          region: env.S3_REGION,
          access_key_id: env.S3_ACCESS_KEY_ID!,
          secret_access_key: env.S3_SECRET_ACCESS_KEY!,
        }
      : null,
  };
}

const client = (id: string | undefined, secret: string | undefined): Client | null =>
  id && secret ? { id, secret } : null;

const identityProviders = (env: z.infer<typeof Environment>): Config["identity_providers"] => {
  const oidc = client(env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET);
  const microsoft = client(env.MICROSOFT_CLIENT_ID, env.MICROSOFT_CLIENT_SECRET);
  return {
    oidc: oidc && { ...oidc, issuer: env.OIDC_ISSUER!, label: env.OIDC_LABEL },
    google: client(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET),
    microsoft: microsoft && { ...microsoft, tenant: env.MICROSOFT_TENANT },
    github: client(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET),
  };
};

let cached: Config | null = null;

/** The process's settings. */
export function config(): Config {
  cached ??= readConfig(process.env);
  return cached;
}
