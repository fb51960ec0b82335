import type { MetaDescriptor } from "@remix-run/node";

type PublicMeta = { title: string; description: string; canonical: string; hidden?: boolean };

/** The head of a public page: for search engines and for the preview in a chat. */
export function publicMeta({ title, description, canonical, hidden = false }: PublicMeta): MetaDescriptor[] {
  const short = description.replace(/\s+/g, " ").trim().slice(0, 200);
  return [
    { title },
    { name: "description", content: short },
    { property: "og:title", content: title },
    { property: "og:description", content: short },
    { property: "og:type", content: "website" },
    { property: "og:url", content: canonical },
    { name: "twitter:card", content: "summary" },
    { tagName: "link", rel: "canonical", href: canonical },
    ...(hidden ? [{ name: "robots", content: "noindex" }] : []),
  ];
}

/** The head of a page that is one person's own; what leaves with a click is the header's to say. */
export const privateMeta = (title: string): MetaDescriptor[] => [
  { title },
  { name: "robots", content: "noindex, nofollow" },
];
