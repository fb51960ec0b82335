import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { WelcomePage } from "#app/components/pages/welcome-page.tsx";
import { findOwnProviders } from "#app/domain/members.server.ts";
import {
  CreateProviderInput,
  checkUsername,
  createProvider,
  findFreeUsernames,
  TAKEN,
} from "#app/domain/setup/profile.server.ts";
import { guessZone } from "#app/domain/setup/region.ts";
import { isTimeZone, presentName } from "#app/domain/zones.ts";
import { guarded, param, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm, rememberedZone } from "#app/http/public.server.ts";
import { requireAccount, viewPerson } from "#app/http/session.server.ts";
import { linkPrefix } from "#app/http/setup.server.ts";

/** Answers "is it free?" as well: the form without sending it, so the address has what was typed. */
export const loader = guarded(async (args: LoaderFunctionArgs) => {
  const { account } = await requireAccount(args);
  const { request } = args;
  const typed = { name: short(param(request, "name")), username: short(param(request, "username")) };
  const zone = param(request, "time_zone");
  const name = typed.name ?? account.name;
  const check = typed.username === null ? null : await checkUsername(typed.username, name);
  const languages = request.headers.get("Accept-Language") ?? "";
  const own = await findOwnProviders(account.id);
  const begun = own.find(({ setup_finished, role }) => !setup_finished && role !== "viewer");
  return data(
    {
      person: viewPerson(account),
      prefix: linkPrefix(),
      check,
      zone_is_guess: !isTimeZone(zone),
      unfinished: begun ? { username: begun.username, name: begun.name } : null,
      values: {
        name,
        username: typed.username ?? (await findFreeUsernames(name, 1))[0] ?? "",
        time_zone: isTimeZone(zone)
          ? presentName(zone)
          : (rememberedZone(request) ?? guessZone(languages) ?? "UTC"),
      },
    },
    { headers: privateForm },
  );
});

const short = (text: string | null) => text?.slice(0, 200) ?? null;

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { account, context } = await requireAccount(args);
  const submission = parseWithZod(await readForm(args.request), { schema: CreateProviderInput });
  const typed = (field: string) => String(submission.payload[field] ?? "");
  const refuse = async (status: number, lastResult: ReturnType<typeof submission.reply>) => {
    const check = lastResult.error?.username ? await checkUsername(typed("username"), typed("name")) : null;
    return data({ lastResult, check }, { status, headers: privateForm });
  };
  if (submission.status !== "success") return refuse(422, submission.reply());
  const created = await createProvider({ ...context, account_id: account.id }, submission.value, {
    email: account.email,
    accept_language: args.request.headers.get("Accept-Language") ?? "",
  });
  if (created.ok) return redirect(`/dashboard/${created.username}/setup/hours`, 303);
  if (created.reason === "too_many")
    return refuse(
      422,
      submission.reply({ formErrors: ["You own 20 booking pages already, the most there can be."] }),
    );
  if (created.reason === "account_ends")
    return refuse(
      409,
      submission.reply({
        formErrors: ["Your account is about to be deleted. Keep it first, on the page of your account."],
      }),
    );
  // The same form sent twice: the page that the first one made is theirs.
  const own = await findOwnProviders(account.id);
  const begun = own.find(({ username }) => username === submission.value.username);
  if (begun && !begun.setup_finished) return redirect(`/dashboard/${begun.username}/setup`, 303);
  return refuse(409, submission.reply({ fieldErrors: { username: [TAKEN] } }));
});

export const headers = passHeaders;

export const meta = () => privateMeta("Welcome to Daybook");

export default function Welcome() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  return (
    <WelcomePage
      {...loaded}
      setup={{ username: null, has_hours: false, has_service: false }}
      zone_is_guess={loaded.zone_is_guess && !acted}
      check={acted ? acted.check : loaded.check}
      lastResult={acted?.lastResult}
    />
  );
}
