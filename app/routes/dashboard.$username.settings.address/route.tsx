import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type AddressView, SettingsAddressPage } from "#app/components/pages/settings-address-page.tsx";
import { config } from "#app/config.server.ts";
import { findFreeUsernames, type RenameRefusal, renameProvider } from "#app/domain/usernames.server.ts";
import { MAX_USERNAMES, UsernameInput } from "#app/domain/usernames.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, param, problem, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import type { TenantTx } from "#db/transaction.ts";
import { selectOwnUsernames, selectTakenUsernames } from "#db/usernames.ts";

const WORDS: Record<RenameRefusal, string> = {
  same: "This is your address already.",
  taken: "Somebody has this name, or had it once. Choose another one.",
  too_many: `You have had ${MAX_USERNAMES} names, which is all there are. You can take an earlier one again.`,
  changed_meanwhile: "Somebody else changed the address meanwhile. Have a fresh look at it.",
};

const refused = (name: string, text: string): AddressView["asked"] => ({ name, can_have: false, text });

/** Whether a name can be had, in the caller's snapshot; somebody may still be faster. */
const lookUp = async (tx: TenantTx, current: string, own: readonly string[], typed: string) => {
  const parsed = UsernameInput.safeParse(typed);
  if (!parsed.success) return refused(typed.slice(0, 80), parsed.error.issues[0]?.message ?? "");
  const name = parsed.data;
  if (name === current) return refused(name, WORDS.same);
  if (own.includes(name))
    return { name, can_have: true, text: `${name} was yours before: you can take it again.` };
  if ((await selectTakenUsernames(tx, [name])).length > 0) return refused(name, WORDS.taken);
  if (own.length >= MAX_USERNAMES) return refused(name, WORDS.too_many);
  return { name, can_have: true, text: `${name} is free.` };
};

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const view = await readingDesk(args, "desk:read", async (tx, { view, provider_context: { provider } }) => {
    const own = (await selectOwnUsernames(tx)).map(({ username }) => username);
    const typed = param(args.request, "name");
    return {
      desk: view,
      public_url: config().public_url,
      former: own.filter((name) => name !== provider.username),
      asked: typed === null ? null : await lookUp(tx, provider.username, own, typed),
      renamed: param(args.request, "just") === "renamed",
    };
  });
  return data({ ...view, proposals: await findFreeUsernames(view.desk.name) }, { headers: privateForm });
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context } = await requireMember(args, "settings:write");
  const form = await readForm(args.request);
  const [from, typed] = [form.get("from"), form.get("to")];
  if (typeof from !== "string" || typeof typed !== "string")
    throw problem(400, {
      title: "We couldn't read that form",
      text: "Please choose the address once more.",
      links: [{ href: "?", label: "Back to the address" }],
    });
  const to = UsernameInput.safeParse(typed);
  if (!to.success)
    return data(
      { asked: refused(typed.slice(0, 80), to.error.issues[0]?.message ?? "") },
      { status: 422, headers: privateForm },
    );
  const outcome = await renameProvider(provider_context, { from, to: to.data });
  if (!outcome.ok)
    return data({ asked: refused(to.data, WORDS[outcome.reason]) }, { status: 409, headers: privateForm });
  throw redirect(`/dashboard/${outcome.username}/settings/address?just=renamed`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Address · Settings");

export default function Address() {
  const view = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  return <SettingsAddressPage {...view} asked={acted?.asked ?? view.asked} />;
}
