import path from "node:path";
import { config } from "#app/config.server.ts";
import { diskStorage } from "#app/integrations/storage-disk.server.ts";
import { s3Storage } from "#app/integrations/storage-s3.server.ts";

/** Where files of providers lie that are no rows: photos. A key is "<provider_id>/<name>.<kind>". */
export type Storage = {
  /** Puts a file whole or not at all; one of that key is replaced. */
  put(key: string, bytes: Uint8Array, content_type: string): Promise<void>;
  /** The file's bytes, or null when there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Deletes a file; one that is not there counts as deleted. */
  delete(key: string): Promise<void>;
  /** Deletes all of "<provider_id>/". */
  deletePrefix(prefix: string): Promise<void>;
  /** The keys that begin with a prefix ("<provider_id>/"), in no order. */
  list(prefix: string): Promise<string[]>;
};

/** The storage is away or refuses; nothing is known to be changed. HTTP answers 503. */
export class StorageUnavailableError extends Error {
  override readonly name = "StorageUnavailableError";
  readonly code = "storage_unavailable";
}

const KEY = /^[a-z0-9][a-z0-9-]{0,63}\/[a-z0-9][a-z0-9-]{0,127}\.[a-z0-9]{1,8}$/;
const PREFIX = /^[a-z0-9][a-z0-9-]{0,63}\/$/;

/** Nothing else ever becomes a path: no dots to climb with, no second level. @throws TypeError */
export function checkKey(key: string): string {
  if (!KEY.test(key)) throw new TypeError("This is no key of the storage.");
  return key;
}

/** @throws TypeError for what is not exactly one provider's own: an empty prefix would be everybody's */
export function checkPrefix(prefix: string): string {
  if (!PREFIX.test(prefix)) throw new TypeError("This is no prefix of the storage.");
  return prefix;
}

let opened: Storage | undefined;

/** The installation's storage: S3-compatible when its variables are set, else a folder of the data directory. */
export function storage(): Storage {
  const { s3, data_dir } = config();
  opened ??= s3 ? s3Storage(s3) : diskStorage(path.resolve(data_dir, "photos"));
  return opened;
}
