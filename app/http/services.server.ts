import type { Context } from "#app/domain/context.ts";
import { problem } from "#app/http/guarded.server.ts";
import { type ServiceRow, selectOptionalServiceBySlug } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

const SLUG = /^[a-z0-9][a-z0-9-]{0,59}$/;

/** The service of an address; hidden ones too, for who has the link. @throws a 404 page, or 410 when it has ended */
export async function requirePublicService(
  tx: TenantTx,
  { provider }: Context,
  slug: string | undefined,
): Promise<ServiceRow> {
  const service = slug && SLUG.test(slug) ? await selectOptionalServiceBySlug(tx, slug) : null;
  const links = [{ href: `/book/${provider.username}`, label: `See what ${provider.name} offers` }];
  if (!service)
    throw problem(404, {
      title: "We can't find this service",
      text: "The link may be old or mistyped.",
      links,
    });
  if (service.archived_at !== null)
    throw problem(410, {
      title: "This service has ended",
      text: `${provider.name} does not offer “${service.title}” any more.`,
      links,
    });
  return service;
}
