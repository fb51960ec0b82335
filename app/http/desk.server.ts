import type { AppLoadContext } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import type { Context } from "#app/domain/context.ts";
import { notFound } from "#app/http/guarded.server.ts";
import { requirePublicProvider } from "#app/http/public.server.ts";

/**
 * Until people can sign in, the provider's desk and the outbox exist in the embedded demo only, for a browser on the
 * very machine that runs it. Everywhere else they are pages that do not exist.
 */
export function requireDemoMachine(loadContext: AppLoadContext): void {
  if (!config().demo || !loadContext.is_from_this_machine)
    throw notFound("This page is part of the demo, for the machine that Daybook runs on.");
}

/** The provider whose desk this is. @throws a 404 page where there is no desk, and for a foreign name */
export async function requireDesk(
  request: Request,
  loadContext: AppLoadContext,
  username: string | undefined,
): Promise<Context> {
  requireDemoMachine(loadContext);
  return { ...(await requirePublicProvider(request, username)), actor: "provider" };
}
