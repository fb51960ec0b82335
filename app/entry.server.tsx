import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ActionFunctionArgs, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { EntryScript } from "#app/components/entry-script.ts";

/** Deferred data that is not there by then is given up. */
export const streamTimeout = 5_000;

/**
 * A page is sent whole, not as it renders: a failure half-way still gets its status, the length is known
 * (proxies, HEAD), and nothing in it waits for a script.
 */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  const html = await render(request, context);
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Content-Length", String(html.byteLength));
  // Pages with a capability in their address say no-referrer themselves.
  if (!headers.has("Referrer-Policy")) headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  return new Response(html, { status, headers });
}

function render(request: Request, context: EntryContext): Promise<Uint8Array<ArrayBuffer>> {
  const page = (
    <EntryScript.Provider value={context.manifest.entry.module}>
      <RemixServer context={context} url={request.url} />
    </EntryScript.Provider>
  );
  return new Promise((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(page, {
      onAllReady() {
        clearTimeout(timer);
        const body = new PassThrough();
        // React ended the stream without an error event even if a part failed: `onError` has rejected by then.
        buffer(body).then((chunk) => resolve(new Uint8Array(chunk)), reject);
        pipe(body);
      },
      onShellError: reject,
      onError: reject,
    });
    const timer = setTimeout(() => abort(new Error("Rendering took too long")), streamTimeout + 1_000);
    timer.unref();
    request.signal.addEventListener("abort", () => abort(request.signal.reason), { once: true });
  });
}

/**
 * One line for each failure of ours. Never the address: it may hold a manage token. The names of the route's
 * parameters tell which route it was.
 */
export function handleError(
  error: unknown,
  { request, params }: LoaderFunctionArgs | ActionFunctionArgs,
): void {
  if (request.signal.aborted) return;
  if (isRouteErrorResponse(error) && error.status < 500) return;
  const found =
    error instanceof Error
      ? error
      : new Error(isRouteErrorResponse(error) ? `Status ${error.status}` : "Not an Error");
  const line = {
    level: "error",
    event: "request_failed",
    method: request.method,
    route_params: Object.keys(params),
    error: found.name,
    message: withoutAddresses(found.message),
    stack: found.stack
      ?.split("\n")
      .slice(1, 6)
      .map((at) => at.trim()),
  };
  console.error(JSON.stringify(line));
}

/** Messages of fetch, Remix and parsers like to quote the address or the path. */
function withoutAddresses(message: string): string {
  return message.replace(/https?:\/\/\S+|\/[\w~%.-]+(?:\/[\w~%.-]+)+\S*/g, "[address]").slice(0, 500);
}
