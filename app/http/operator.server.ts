import type { AccountRefusal, OperatorContext } from "#app/domain/operator.server.ts";
import { searchOf } from "#app/domain/operator.ts";
import { param, problem } from "#app/http/guarded.server.ts";
import { type HttpArgs, requireOperator, type SignedIn } from "#app/http/session.server.ts";

/** Lines of a list on one page. */
export const PAGE = 25;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The operator who sends a form. @throws as requireOperator does */
export async function requireOperatorContext(
  args: HttpArgs,
): Promise<{ signed: SignedIn; context: OperatorContext }> {
  const signed = await requireOperator(args);
  return { signed, context: { ...signed.context, account_id: signed.account.id } };
}

/** What a list's address asks for: the text looked for, and after which entry to go on (null: from the start). */
export const listParams = (request: Request) => ({
  search: searchOf(param(request, "q")),
  after: searchOf(param(request, "after")) || null,
});

/** The id after which a list goes on, or null; what is no id counts as none. */
export const afterId = (request: Request): string | null => {
  const after = param(request, "after");
  return after !== null && UUID.test(after) ? after : null;
};

/** The address of a list's next page, or null at its end. */
export const nextPage = (search: string, after: string | null): string | null => {
  if (after === null) return null;
  return `?${new URLSearchParams({ ...(search ? { q: search } : {}), after })}`;
};

/** The page that says why an act on an account was refused. */
export const accountRefusal = (reason: AccountRefusal) =>
  problem(
    reason === "own_account" ? 409 : 404,
    {
      ...(reason === "own_account"
        ? {
            title: "This is your own account",
            text: "An operator cannot suspend themselves: nobody could lift it again.",
          }
        : { title: "There is no such account", text: "It may have been deleted in the meantime." }),
      links: [{ href: "/admin/accounts", label: "Back to the accounts" }],
    },
    { "Cache-Control": "no-store" },
  );
