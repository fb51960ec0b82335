import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ProvidersPage } from "#app/components/pages/providers-page.tsx";
import { findOwnProviders } from "#app/domain/members.server.ts";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { requireAccount, viewPerson } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireAccount(args);
  const own = await findOwnProviders(account.id);
  const providers = own.map(({ username, name, photo_path, role }) => ({ username, name, photo_path, role }));
  return data({ person: viewPerson(account), providers }, { headers: privateForm });
});

export const headers = passHeaders;

export const meta = () => privateMeta("Your providers");

export default function Providers() {
  return <ProvidersPage {...useLoaderData<typeof loader>()} />;
}
