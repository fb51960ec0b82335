import type { LoaderFunctionArgs } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";
import { selectListedProviders } from "#db/providers.ts";
import { readingDirectory } from "#db/transaction.ts";

/** A sitemap may have 50,000 (sitemaps.org); ours stays small enough to send in one piece. */
const MAX_ADDRESSES = 5000;

export const loader = guardedFile(async (_: LoaderFunctionArgs) => {
  const { public_url } = config();
  const listed = await readingDirectory((tx) => selectListedProviders(tx, MAX_ADDRESSES));
  // Usernames are [a-z0-9-] by constraint, and the address is our own: nothing here needs escaping.
  const urls = [`${public_url}/`, ...listed.map(({ username }) => `${public_url}/book/${username}`)];
  const body = urls.map((url) => `<url><loc>${url}</loc></url>`).join("\n");
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${body}\n</urlset>\n`,
    {
      headers: { "Content-Type": "application/xml; charset=utf-8", "Cache-Control": "public, max-age=3600" },
    },
  );
});
