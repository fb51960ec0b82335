import { config } from "#app/config.server.ts";

export const loader = () =>
  new Response(
    [
      "User-agent: *",
      "Disallow: /book/*/bookings/",
      "Disallow: /book/*/details",
      "Disallow: /dashboard",
      "Disallow: /dev/",
      "Disallow: /feeds/",
      `Sitemap: ${config().public_url}/sitemap.xml`,
      "",
    ].join("\n"),
    { headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "public, max-age=3600" } },
  );
