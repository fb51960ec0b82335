import { redirect } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import type { Context } from "#app/domain/context.ts";
import { isUnsubscribableKind } from "#app/domain/message-settings.ts";
import type { UnsubscribePageView } from "#app/domain/message-views.ts";
import { switchMailsOf } from "#app/domain/messages/optouts.server.ts";
import type { UnsubscribableKind } from "#app/domain/messages.ts";
import { isUnsubscribeToken } from "#app/domain/secrets.server.ts";
import { notFound, param } from "#app/http/guarded.server.ts";
import { contextOf, privateForm, readingProvider } from "#app/http/public.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { selectOptOuts } from "#db/messages.ts";

/** The link at the end of mails that one can do without (RFC 8058): nobody is signed in, the address is the proof. */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Proven = { context: Context; kind: UnsubscribableKind; recipient_id: string; view: UnsubscribePageView };

/**
 * Whose mails of which kind the address is about.
 * @throws the same 404 page for every address that no mail of ours had
 */
export async function readUnsubscribe({ request, params }: HttpArgs): Promise<Proven> {
  const { username, kind, recipient_id = "", token = "" } = params;
  return readingProvider(request, username, async (tx, provider) => {
    if (!isUnsubscribableKind(kind) || !UUID.test(recipient_id)) throw unknown();
    const about = { provider_id: provider.id, kind, recipient_id };
    if (!isUnsubscribeToken(config().secrets, token, about)) throw unknown();
    const ended = await selectOptOuts(tx, [recipient_id]);
    const is_ended = ended.some((one) => one.kind === kind);
    return {
      context: contextOf(provider),
      kind,
      recipient_id,
      view: {
        path: `/unsubscribe/${provider.username}/${kind}/${recipient_id}/${token}`,
        provider: {
          username: provider.username,
          name: provider.name,
          photo_path: provider.photo_path,
          accent: provider.accent,
        },
        kind,
        is_ended,
        is_again: !is_ended && param(request, "just") === "again",
      },
    };
  });
}

const unknown = () => notFound("This link is not complete, or it is no longer in use.");

/**
 * Ends the mails. A mail program sends one field and wants an answer, no redirect (RFC 8058, 3.2); a person gets the page that
 * says so, by its address.
 */
export async function unsubscribe(args: HttpArgs): Promise<{ headers: typeof privateForm }> {
  const { context, kind, recipient_id, view } = await readUnsubscribe(args);
  await switchMailsOf(context, { kind, recipient_id }, "off");
  if (await isOneClick(args.request)) return { headers: privateForm };
  throw redirect(view.path, { status: 303, headers: privateForm });
}

/** What is no form is no mail program's click; the mails have ended all the same. */
const isOneClick = async (request: Request): Promise<boolean> => {
  try {
    return (await request.formData()).get("List-Unsubscribe") === "One-Click";
  } catch {
    return false;
  }
};

/** Takes it back. */
export async function subscribeAgain(args: HttpArgs) {
  const { context, kind, recipient_id, view } = await readUnsubscribe(args);
  await switchMailsOf(context, { kind, recipient_id }, "on");
  return redirect(`${view.path}?just=again`, { status: 303, headers: privateForm });
}
