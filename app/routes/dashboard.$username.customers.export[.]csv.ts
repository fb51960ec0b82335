import type { LoaderFunctionArgs } from "@remix-run/node";
import { customersCsv, noteListExport } from "#app/domain/customers/export.server.ts";
import { customerFile } from "#app/http/customer-acts.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";

export const loader = guardedFile((args: LoaderFunctionArgs) =>
  customerFile(args, { type: "text/csv", name: "customers" }, noteListExport, customersCsv),
);
