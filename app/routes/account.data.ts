import type { LoaderFunctionArgs } from "@remix-run/node";
import { collectAccountData } from "#app/domain/accounts/view.server.ts";
import { guardedFile } from "#app/http/guarded.server.ts";
import { privatePage } from "#app/http/public.server.ts";
import { requireAccount } from "#app/http/session.server.ts";

/** All that is held about one's own account, as a file to keep. */
export const loader = guardedFile(async (args: LoaderFunctionArgs) => {
  const { account, context } = await requireAccount(args);
  const held = await collectAccountData({ ...context, account_id: account.id });
  return new Response(`${JSON.stringify(held, null, 2)}\n`, {
    headers: {
      ...privatePage,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="daybook-account.json"',
    },
  });
});
