import type { LoaderFunctionArgs } from "@remix-run/node";
import { BYTE_ORDER_MARK, csvLine } from "#app/domain/csv.ts";
import { readNumbersLines } from "#app/domain/numbers.server.ts";
import { NumbersInput } from "#app/domain/numbers.ts";
import type { NumbersLine } from "#app/domain/numbers-views.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guardedFile, param } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";

const COLUMNS: (keyof NumbersLine)[] = [
  "week",
  "service",
  "bookings",
  "cancelled",
  "no_shows",
  "hours_booked",
  "income",
  "currency",
];

/** At most 52 weeks of a provider's services: small enough to be made at once. */
export const loader = guardedFile((args: LoaderFunctionArgs) =>
  readingDesk(args, "data:export", async (tx, { provider_context }) => {
    const wanted = NumbersInput.parse({
      weeks: param(args.request, "weeks"),
      service: param(args.request, "service"),
    });
    const lines = await readNumbersLines(tx, provider_context, wanted);
    const text = lines.map((line) => csvLine(COLUMNS.map((name) => line[name])));
    const file = `daybook-${provider_context.provider.username}-numbers-${wanted.weeks}-weeks.csv`;
    return new Response(BYTE_ORDER_MARK + csvLine(COLUMNS) + text.join(""), {
      headers: {
        ...privatePage,
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="${file}"`,
      },
    });
  }),
);
