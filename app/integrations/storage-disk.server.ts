import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import {
  checkKey,
  checkPrefix,
  type Storage,
  StorageUnavailableError,
} from "#app/integrations/storage.server.ts";

const isAbsent = (error: unknown) =>
  ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");

/** A full disk, a folder of another user: said in one word, the cause for the log. */
const known = async <T>(routine: () => Promise<T>): Promise<T> => {
  try {
    return await routine();
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== "string" || error instanceof TypeError) throw error;
    throw new StorageUnavailableError("The folder of photos cannot be used.", { cause: error });
  }
};

/** A folder on this machine. Written beside, flushed and renamed: a reader sees the old file or the new one. */
export function diskStorage(folder: string): Storage {
  const pathOf = (key: string) => path.join(folder, ...checkKey(key).split("/"));
  return {
    put: (key, bytes) => {
      const file = pathOf(key);
      return known(async () => {
        await mkdir(path.dirname(file), { recursive: true });
        // A name that no key can have, so an unfinished one is never served.
        const beside = `${file}.${randomUUID()}.part`;
        try {
          const handle = await open(beside, "wx", 0o644);
          try {
            await handle.writeFile(bytes);
            await handle.sync();
          } finally {
            await handle.close();
          }
          await rename(beside, file);
        } catch (error) {
          await rm(beside, { force: true });
          throw error;
        }
      });
    },
    get: (key) => {
      const file = pathOf(key);
      return known(() => readFile(file).catch((error) => (isAbsent(error) ? null : Promise.reject(error))));
    },
    delete: (key) => {
      const file = pathOf(key);
      return known(() => rm(file, { force: true }));
    },
    deletePrefix: (prefix) => {
      const inside = path.join(folder, checkPrefix(prefix));
      return known(() => rm(inside, { recursive: true, force: true }));
    },
    list: (prefix) => {
      const inside = path.join(folder, checkPrefix(prefix));
      return known(async () => {
        const names = await readdir(inside).catch((error) => (isAbsent(error) ? [] : Promise.reject(error)));
        return names.filter((name) => !name.endsWith(".part")).map((name) => `${prefix}${name}`);
      });
    },
  };
}
