import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportProvider, noteExport } from "#app/domain/providers/export.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { downloadBody } from "#app/http/download.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";
import { storage } from "#app/integrations/storage.server.ts";

export const loader = guardedFile(async (args: LoaderFunctionArgs) => {
  const { provider_context } = await requireMember(args, "data:export");
  const { provider, now } = provider_context;
  const day = new Date(now).toISOString().slice(0, 10);
  const headers = {
    ...privatePage,
    "Content-Type": "application/zip",
    "Content-Disposition": `attachment; filename="daybook-${provider.username}-${day}.zip"`,
  };
  if (args.request.method === "HEAD") return new Response(null, { headers });
  await noteExport(provider_context);
  const body = downloadBody(exportProvider(provider_context, storage()), args.context.drained);
  return new Response(body, { headers });
});
