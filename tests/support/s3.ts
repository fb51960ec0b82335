/** A real S3-compatible server for a test, with one bucket, in a folder of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
// @ts-expect-error: it brings no types
import S3rver from "@20minutes/s3rver";

export const BUCKET = "daybook-photos";

export type S3Server = { endpoint: string; env: Record<string, string>; stop: () => Promise<void> };

export async function startS3(): Promise<S3Server> {
  const folder = mkdtempSync(path.join(tmpdir(), "daybook-s3-"));
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    // It works the path of a bucket out in another way (with or without a slash at its end) than clients sign it.
    allowMismatchedSignatures: true,
    directory: folder,
    configureBuckets: [{ name: BUCKET }],
  });
  const address = (await server.run()) as AddressInfo;
  const endpoint = `http://127.0.0.1:${address.port}`;
  return {
    endpoint,
    // The one key that this server knows.
    env: {
      S3_ENDPOINT: endpoint,
      S3_BUCKET: BUCKET,
      S3_ACCESS_KEY_ID: "S3RVER",
      S3_SECRET_ACCESS_KEY: "S3RVER",
    },
    stop: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
