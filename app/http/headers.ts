import type { HeadersFunction } from "@remix-run/node";

/** Passes on the headers that a loader, an action or a thrown problem set: Remix drops them from documents otherwise. */
export const passHeaders: HeadersFunction = ({
  loaderHeaders,
  actionHeaders,
  errorHeaders,
  parentHeaders,
}) => {
  const headers = new Headers(parentHeaders);
  for (const source of [loaderHeaders, actionHeaders, errorHeaders])
    for (const [name, value] of source ?? []) if (name !== "set-cookie") headers.set(name, value);
  return headers;
};
