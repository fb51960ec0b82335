import type { AppLoadContext } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import type { Context } from "#app/domain/context.ts";
import { notFound } from "#app/http/guarded.server.ts";
import { readingPublic } from "#app/http/public.server.ts";
import type { TenantTx } from "#db/transaction.ts";

/**
 * Until people can sign in, the provider's desk and the outbox exist in the embedded demo only, for a browser on the
 * very machine that runs it. Everywhere else they are pages that do not exist.
 */
export function requireDemoMachine(loadContext: AppLoadContext): void {
  if (!config().demo || !loadContext.is_from_this_machine)
    throw notFound("This page is part of the demo, for the machine that Daybook runs on.");
}

/**
 * Reads a page of a provider's desk in one snapshot.
 * @throws a 404 page where there is no desk, and for a foreign name
 */
export async function readingDesk<T>(
  request: Request,
  loadContext: AppLoadContext,
  username: string | undefined,
  routine: (tx: TenantTx, context: Context) => Promise<T>,
): Promise<T> {
  requireDemoMachine(loadContext);
  return readingPublic(request, username, (tx, context) => routine(tx, { ...context, actor: "provider" }));
}
