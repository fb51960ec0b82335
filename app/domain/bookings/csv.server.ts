import { Buffer } from "node:buffer";
import { type BookingListWish, cursorOf, readCursor } from "#app/domain/bookings/desk.ts";
import { findBookings } from "#app/domain/bookings/list.server.ts";
import type { Context } from "#app/domain/context.ts";
import { BYTE_ORDER_MARK, csvLine } from "#app/domain/csv.ts";
import { offsetMs } from "#app/domain/zones.ts";
import { priceAmount } from "#app/i18n/format.ts";
import type { BookingListRow } from "#db/bookings/list.ts";
import { reading } from "#db/transaction.ts";

const COLUMNS = [
  ...[
    "id",
    "starts_at",
    "ends_at",
    "starts_at_utc",
    "status",
    "did_not_come",
    "service",
    "customer",
    "email",
  ],
  ...["phone", "price", "currency", "place", "booked_by", "created_at_utc"],
];
const PAGE = 500;

/** The lines of a list of bookings, a page of the database at a time: each page is a snapshot of its own. */
export async function* bookingLines(context: Context, wish: BookingListWish): AsyncGenerator<Buffer> {
  yield Buffer.from(BYTE_ORDER_MARK + csvLine(COLUMNS));
  let after: ReturnType<typeof readCursor> = null;
  for (;;) {
    const wanted = { wish, after, count: PAGE };
    const { rows } = await reading(context.provider.id, (tx) => findBookings(tx, context, wanted));
    if (rows.length > 0)
      yield Buffer.from(rows.map((row) => csvLine(cellsOf(row, context.provider.time_zone))).join(""));
    if (rows.length < PAGE) return;
    after = readCursor(cursorOf(rows.at(-1)!));
  }
}

const cellsOf = (row: BookingListRow, zone: string): (string | number)[] => [
  row.id,
  withOffset(row.starts_at, zone),
  withOffset(row.ends_at, zone),
  new Date(row.starts_at).toISOString(),
  row.status,
  row.no_show_at === null ? "" : "yes",
  row.service_title,
  row.customer_name,
  row.customer_email,
  row.customer_phone ?? "",
  row.price_cents === null ? "" : priceAmount(row.price_cents, row.currency),
  row.price_cents === null ? "" : row.currency,
  row.place,
  row.booked_by,
  new Date(row.created_at).toISOString(),
];

/** "2026-11-25T14:30:00+01:00": the provider's clock, and which one that was. */
export function withOffset(at: number, zone: string): string {
  const minutes = Math.round(offsetMs(at, zone) / 60_000);
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  const wall = new Date(at + minutes * 60_000).toISOString().slice(0, 19);
  return `${wall}${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
