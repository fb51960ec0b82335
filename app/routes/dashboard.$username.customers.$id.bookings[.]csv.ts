import type { LoaderFunctionArgs } from "@remix-run/node";
import { customerBookingsCsv, noteCustomerExport } from "#app/domain/customers/export.server.ts";
import { customerFile } from "#app/http/customer-acts.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";
import { requireId } from "#app/http/members.server.ts";

export const loader = guardedFile((args: LoaderFunctionArgs) =>
  customerFile(
    args,
    { type: "text/csv", name: "bookings-of-customer" },
    (context) => noteCustomerExport(context, requireId(args.params.id)),
    (context) => customerBookingsCsv(context, requireId(args.params.id)),
  ),
);
