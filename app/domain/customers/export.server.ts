import { Readable } from "node:stream";
import type { Context } from "#app/domain/context.ts";
import { BYTE_ORDER_MARK, csvLine } from "#app/domain/csv.ts";
import { ownCustomer, recordCustomer } from "#app/domain/customers/record.server.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { type CustomerSheetRow, selectCustomerSheet } from "#db/customer_lists.ts";
import { EXPORTED, exportedColumns, selectExportPage } from "#db/exports.ts";
import { reading, serializable } from "#db/transaction.ts";

/** Rows of one transaction; each page is one of its own, so a slow reader holds nothing. */
const PAGE = 500;

/** Notes who downloads a customer's data. @throws NotFoundError for who is not this provider's, or erased */
export async function noteCustomerExport(context: Context, id: string): Promise<void> {
  await serializable(context.provider.id, async (tx) => {
    await ownCustomer(tx, id);
    await recordCustomer(tx, context, "customer.exported", id);
  });
}

/** Notes who downloads the list of all customers. */
export async function noteListExport(context: Context): Promise<void> {
  await serializable(context.provider.id, (tx) => recordAct(tx, context, "customer.all_exported", {}));
}

async function* rowsOf(provider_id: string, table: string, customer_id: string) {
  for (let after: readonly string[] | null = null; ; ) {
    const page = await reading(provider_id, (tx) => selectExportPage(tx, table, after, PAGE, customer_id));
    yield page.map(({ row }) => row);
    if (page.length < PAGE) return;
    after = page.at(-1)!.key;
  }
}

const PARTS = { customer: "customers", tags: "customer_tags", bookings: "bookings", history: "audit_events" };

async function* jsonOf(provider_id: string, customer_id: string): AsyncGenerator<string> {
  let before = "{";
  for (const [part, table] of Object.entries(PARTS)) {
    yield `${before}\n  ${JSON.stringify(part)}: [`;
    let separator = "";
    for await (const rows of rowsOf(provider_id, table, customer_id))
      for (const row of rows) {
        yield `${separator}\n    ${JSON.stringify(row)}`;
        separator = ",";
      }
    yield separator ? "\n  ]" : "]";
    before = ",";
  }
  yield "\n}\n";
}

/** Everything that is known of a customer, as JSON; instants are ISO 8601 in UTC. Destroy it to end the work. */
export const customerJson = (context: Context, customer_id: string): Readable =>
  Readable.from(jsonOf(context.provider.id, customer_id), { objectMode: false });

async function* bookingsOf(provider_id: string, customer_id: string): AsyncGenerator<string> {
  const columns = exportedColumns(EXPORTED.bookings!);
  yield BYTE_ORDER_MARK + csvLine(columns);
  for await (const rows of rowsOf(provider_id, "bookings", customer_id))
    yield rows.map((row) => csvLine(columns.map((column) => row[column]))).join("");
}

/** A customer's bookings as CSV; a text that a spreadsheet would run has an apostrophe before it. */
export const customerBookingsCsv = (context: Context, customer_id: string): Readable =>
  Readable.from(bookingsOf(context.provider.id, customer_id), { objectMode: false });

/** The first five are those of the import: what was exported can be brought back. */
const SHEET: Record<string, (row: CustomerSheetRow) => unknown> = {
  name: ({ name }) => name,
  email: ({ email }) => email,
  phone: ({ phone }) => phone,
  note: ({ note }) => note,
  tags: ({ tags }) => tags.join(", "),
  visits: ({ visits }) => visits,
  last_visit: ({ last_at }) => iso(last_at),
  next_booking: ({ next_at }) => iso(next_at),
  blocked_at: ({ blocked_at }) => iso(blocked_at),
  created_at: ({ created_at }) => iso(created_at),
};

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

async function* sheetOf({ provider, now }: Context): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(Object.keys(SHEET));
  for (let after: string | null = null; ; ) {
    const page: readonly CustomerSheetRow[] = await reading(provider.id, (tx) =>
      selectCustomerSheet(tx, { after, count: PAGE, now }),
    );
    yield page.map((row) => csvLine(Object.values(SHEET).map((value) => value(row)))).join("");
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

/** All customers as CSV, made while it is read. */
export const customersCsv = (context: Context): Readable =>
  Readable.from(sheetOf(context), { objectMode: false });
