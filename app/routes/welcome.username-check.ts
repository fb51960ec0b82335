import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { checkUsername, findFreeUsernames } from "#app/domain/setup/profile.server.ts";
import { guardedFile, param } from "#app/http/guarded.server.ts";
import { requireAccount } from "#app/http/session.server.ts";

/** What public/setup.js asks while somebody types: is this username free, or which would suit this name? */
export const loader = guardedFile(async (args: LoaderFunctionArgs) => {
  await requireAccount(args);
  const name = param(args.request, "name")?.slice(0, 200) ?? "";
  const username = param(args.request, "username") ?? (await findFreeUsernames(name, 1))[0] ?? "";
  return json(await checkUsername(username, name), { headers: { "Cache-Control": "no-store" } });
});
