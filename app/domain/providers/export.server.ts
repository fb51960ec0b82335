import { once } from "node:events";
import { Readable } from "node:stream";
import { ZipArchive } from "archiver";
import type { Context } from "#app/domain/context.ts";
import { BYTE_ORDER_MARK, csvLine } from "#app/domain/csv.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { EXPORTED, exportedColumns, selectExportPage } from "#db/exports.ts";
import { reading, serializable } from "#db/transaction.ts";

/** Rows of one transaction: as many as are read in some milliseconds and held in a megabyte or two. */
const PAGE = 500;

/**
 * A table's rows, page by page. Each page is a transaction of its own: a slow reader of the archive holds neither a
 * connection nor a snapshot, which would keep PostgreSQL from cleaning up.
 */
async function* pagesOf(provider_id: string, table: string): AsyncGenerator<Record<string, unknown>[]> {
  for (let after: readonly string[] | null = null; ; ) {
    const page = await reading(provider_id, (tx) => selectExportPage(tx, table, after, PAGE));
    yield page.map(({ row }) => row);
    if (page.length < PAGE) return;
    after = page.at(-1)!.key;
  }
}

async function* jsonOf(provider_id: string, table: string): AsyncGenerator<string> {
  let text = "[";
  let separator = "\n  ";
  for await (const rows of pagesOf(provider_id, table)) {
    for (const row of rows) {
      text += separator + JSON.stringify(row);
      separator = ",\n  ";
    }
    yield text;
    text = "";
  }
  yield "\n]\n";
}

async function* csvOf(provider_id: string, table: string): AsyncGenerator<string> {
  const columns = exportedColumns(EXPORTED[table]!);
  let text = BYTE_ORDER_MARK + csvLine(columns);
  for await (const rows of pagesOf(provider_id, table)) {
    for (const row of rows) text += csvLine(columns.map((column) => row[column]));
    yield text;
    text = "";
  }
}

const README = ({ provider, now }: Context) => `Everything that Daybook keeps of ${provider.name}
Made ${new Date(now).toISOString()}

Each table is here twice, with the same rows: as JSON for programs and as CSV for spreadsheets.
  json/<table>.json   a list of objects
  csv/<table>.csv     UTF-8, comma-separated; a text that begins with = + - @ has an apostrophe before it,
                      so that a spreadsheet takes it for text
  photos/             the photo, in the sizes in which it is shown

Instants are UTC (ISO 8601), prices whole cents beside their currency, lengths minutes, weekdays 1 (Monday) to 7,
starts_min and ends_min minutes from midnight on the clock of the schedule's time zone.
The tables are read one after the other: what changes meanwhile may be in one and not yet in another.

Tables:
${Object.keys(EXPORTED)
  .map((table) => `  ${table}`)
  .join("\n")}

Not in it: the hashes behind links, invitations and calendar feeds, and keys of forms that were open in a browser. They are of no use
outside of this installation. People who sign in (their passwords, sessions and connected accounts) are theirs, not a
provider's; each can download their own data from their account.
`;

type File = { name: string; content: AsyncIterable<string> | Uint8Array[] | string; stored?: boolean };

/** What the archive needs of a storage (app/integrations/storage.server.ts). */
export type ExportStorage = {
  list(prefix: string): Promise<string[]>;
  get(key: string): Promise<Uint8Array | null>;
};

async function* filesOf(context: Context, storage: ExportStorage): AsyncGenerator<File> {
  const { id } = context.provider;
  yield { name: "README.txt", content: README(context) };
  for (const table of Object.keys(EXPORTED)) {
    yield { name: `json/${table}.json`, content: jsonOf(id, table) };
    yield { name: `csv/${table}.csv`, content: csvOf(id, table) };
  }
  for (const key of await storage.list(`${id}/`)) {
    const picture = await storage.get(key);
    // Already compressed, and gone when it was replaced a moment ago.
    if (picture) yield { name: `photos/${key.split("/").at(-1)}`, content: [picture], stored: true };
  }
}

/** Notes who downloads everything; before the first byte, because nobody can know whether the last one arrived. */
export async function noteExport(context: Context): Promise<void> {
  await serializable(context.provider.id, (tx) => recordAct(tx, context, "data.exported", {}));
}

/**
 * All of a provider's data as a zip archive, made while it is read: nothing is ahead of the reader by more than a
 * page and the archive's own buffers. Destroy it to end the work.
 */
export function exportProvider(context: Context, storage: ExportStorage): Readable {
  const archive = new ZipArchive({ highWaterMark: 64 * 1024, zlib: { level: 6 } });
  let reading: Readable | null = null;
  const closed = new AbortController();
  archive.on("close", () => {
    closed.abort();
    reading?.destroy();
  });
  archive.on("warning", (error) => archive.destroy(error));
  const fill = async () => {
    const folder = `daybook-${context.provider.username}-${new Date(context.now).toISOString().slice(0, 10)}`;
    for await (const { name, content, stored = false } of filesOf(context, storage)) {
      if (archive.destroyed) return;
      // One at a time: archiver begins to read each stream when it is given.
      const taken = once(archive, "entry", { signal: closed.signal });
      reading = Readable.from(typeof content === "string" ? [content] : content, { objectMode: false });
      reading.on("error", (error) => archive.destroy(error));
      archive.append(reading, { name: `${folder}/${name}`, date: new Date(context.now), store: stored });
      await taken;
    }
    await archive.finalize();
  };
  fill().catch((error) => archive.destroy(error));
  return archive;
}
