import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect } from "@remix-run/node";
import type { VersionedAnswer } from "#app/components/versioned-form.tsx";
import { config } from "#app/config.server.ts";
import { shownWords } from "#app/domain/conflicts.ts";
import type { Context } from "#app/domain/context.ts";
import {
  AgendaTimeInput,
  clockText,
  isCustomerKind,
  isMemberKind,
  isOptionalKind,
  type MessageTexts,
  MessageTextsInput,
  textsInUse,
  textsToKeep,
} from "#app/domain/message-settings.ts";
import type { MessagePageView, MessagesPageView, PreviewView } from "#app/domain/message-views.ts";
import { switchOwnMails } from "#app/domain/messages/optouts.server.ts";
import {
  readMessageSetting,
  saveAgendaTime,
  saveMessageTexts,
  switchMessage,
  wordsOfTexts,
} from "#app/domain/messages/settings.server.ts";
import { sendTest } from "#app/domain/messages/test.server.ts";
import { CUSTOMER_KINDS, type CustomerKind, MEMBER_KINDS } from "#app/domain/messages.ts";
import { type Desk, readingDesk, requireMember } from "#app/http/desk.server.ts";
import { notFound, param, readForm } from "#app/http/guarded.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { limitTestMail } from "#app/http/rate-limits.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { chosenTheirs } from "#app/http/versioned.server.ts";
import { OWN_WORDS } from "#app/mail/booking-mail.ts";
import { type Example, exampleMail } from "#app/mail/example-mail.ts";
import { selectAgendaMinute, selectMessageSettings, selectOptOuts } from "#db/messages.ts";
import { selectOwnServices } from "#db/services.ts";
import type { TenantTx } from "#db/transaction.ts";

/** The settings' pages about messages: what they read and what their forms lead to. */

export const messagesPath = (username: string) => `/dashboard/${username}/settings/messages`;

/** The kind in the address, if it is one of these. @throws a 404 page for any other */
export function requireKind<Kind extends string>(
  word: string | undefined,
  is_one: (kind: string | undefined) => kind is Kind,
): Kind {
  if (!is_one(word)) throw notFound("There is no such message.");
  return word;
}

/** All kinds and who gets them, in the caller's snapshot. */
export async function viewMessages(tx: TenantTx, desk: Desk, request: Request): Promise<MessagesPageView> {
  const settings = await selectMessageSettings(tx);
  const ended = (await selectOptOuts(tx, [desk.account.id])).map(({ kind }) => kind);
  const agenda_time = clockText(await selectAgendaMinute(tx));
  const is_on = (kind: string) => !settings.some((one) => one.kind === kind && one.disabled_at !== null);
  return {
    desk: desk.view,
    customer: CUSTOMER_KINDS.map((kind) => ({
      kind,
      is_on: is_on(kind),
      is_optional: isOptionalKind(kind),
      is_changed: settings.some((one) => one.kind === kind && (one.subject !== "" || one.opening !== "")),
    })),
    member: MEMBER_KINDS.map((kind) => ({ kind, is_on: is_on(kind), is_wanted: !ended.includes(kind) })),
    account_email: desk.account.email,
    version: desk.provider_context.provider.version,
    shown: JSON.stringify({ agenda_time }),
    values: { agenda_time },
    just: param(request, "just"),
  };
}

const exampleFor = async (tx: TenantTx, { provider_context }: Desk): Promise<Example> => ({
  provider: provider_context.provider,
  service: (await selectOwnServices(tx, 1))[0] ?? null,
  public_url: config().public_url,
  now: provider_context.now,
});

/**
 * The page of one message to customers, in the caller's snapshot.
 * @param typed what to show in the preview in place of what is saved
 */
export async function viewMessage(
  tx: TenantTx,
  desk: Desk,
  { params, request }: HttpArgs,
  typed: MessageTexts | null = null,
): Promise<MessagePageView> {
  const kind = requireKind(params.kind, isCustomerKind);
  const own = OWN_WORDS[kind];
  const setting = await readMessageSetting(tx, kind);
  const to_own = param(request, "words") === "own";
  const texts = typed ?? (to_own ? own : setting);
  return {
    desk: desk.view,
    kind,
    is_on: setting.disabled_at === null,
    is_changed: setting.subject !== "" || setting.opening !== "",
    to_own,
    own,
    account_email: desk.account.email,
    version: setting.version,
    shown: JSON.stringify(wordsOfTexts(setting, own)),
    values: textsInUse(texts, own),
    preview: viewPreview(kind, await exampleFor(tx, desk), texts, typed !== null || to_own),
    just: param(request, "just"),
  };
}

const viewPreview = (
  kind: CustomerKind,
  example: Example,
  texts: MessageTexts,
  is_typed: boolean,
): PreviewView => {
  const { subject, text } = exampleMail(kind, example, texts);
  const words = is_typed ? `?words=${packTexts(texts)}` : "";
  const frame = `${messagesPath(example.provider.username)}/${kind}/frame${words}`;
  return { subject, text, frame, is_typed };
};

/** Typed texts in an address: the frame of a preview is a page of its own. At most 11,000 characters. */
const packTexts = ({ subject, opening }: MessageTexts): string =>
  Buffer.from(JSON.stringify([subject, opening])).toString("base64url");

/** Anyone's text; what is no pair of texts that could be saved shows what is saved. */
const unpackTexts = (packed: string | null): MessageTexts | null => {
  try {
    const [subject, opening] = JSON.parse(Buffer.from(packed ?? "", "base64url").toString());
    const parsed = MessageTextsInput.safeParse({ version: 1, subject, opening });
    return parsed.success ? parsed.data.texts : null;
  } catch {
    return null;
  }
};

/** The HTML of a preview, for its frame; links in it open beside. */
export function messageFrame(args: HttpArgs): Promise<Response> {
  return readingDesk(args, "desk:read", async (tx, desk) => {
    const kind = requireKind(args.params.kind, isCustomerKind);
    const texts = unpackTexts(param(args.request, "words")) ?? (await readMessageSetting(tx, kind));
    const { html } = exampleMail(kind, await exampleFor(tx, desk), texts);
    return new Response(html.replace("<head>", '<head><base target="_blank">'), {
      headers: { ...privateForm, "Content-Type": "text/html; charset=utf-8" },
    });
  });
}

type Submission = { reply: () => VersionedAnswer["lastResult"] };
type Outcome = Awaited<ReturnType<typeof saveMessageTexts>>;

const answerOf = (submission: Submission, outcome: Outcome | null) => {
  const conflict = outcome && !outcome.ok ? { ...outcome, shown: JSON.stringify(outcome.shown) } : null;
  const answer: VersionedAnswer = { lastResult: submission.reply(), conflict };
  return data(answer, { status: conflict ? 409 : 422, headers: privateForm });
};

/** What the form of a message leads to: itself with what is wrong (422) or what others changed (409), or "saved". */
export async function saveTextsForm(args: HttpArgs) {
  const desk = await requireMember(args, "settings:write");
  const kind = requireKind(args.params.kind, isCustomerKind);
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: MessageTextsInput });
  if (submission.status !== "success") return answerOf(submission, null);
  const { shown, texts, version } = submission.value;
  const own = OWN_WORDS[kind];
  const outcome = await saveMessageTexts(desk.provider_context, {
    ...{ kind, version, own, texts: textsToKeep(texts, own) },
    ...{ shown: shownWords(shown), theirs: chosenTheirs(form) },
  });
  if (!outcome.ok) return answerOf(submission, outcome);
  throw redirect(`${messagesPath(desk.view.username)}/${kind}?just=saved`, 303);
}

/** The form as it was typed, with the mail that would come of it. Nothing is saved. */
export function previewTexts(args: HttpArgs) {
  return readingDesk(args, "settings:write", async (tx, desk) => {
    requireKind(args.params.kind, isCustomerKind);
    const submission = parseWithZod(await readForm(args.request), { schema: MessageTextsInput });
    const answer: VersionedAnswer = { lastResult: submission.reply(), conflict: null };
    if (submission.status !== "success")
      return data({ answer, preview: null }, { status: 422, headers: privateForm });
    const { preview } = await viewMessage(tx, desk, args, submission.value.texts);
    return data({ answer, preview }, { headers: privateForm });
  });
}

/** The same for the time of the agenda, which is saved on the page of all messages. */
export async function saveAgendaForm(args: HttpArgs) {
  const desk = await requireMember(args, "settings:write");
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: AgendaTimeInput });
  if (submission.status !== "success") return answerOf(submission, null);
  const { shown, ...rest } = submission.value;
  const save = { ...rest, shown: shownWords(shown), theirs: chosenTheirs(form) };
  const outcome = await saveAgendaTime(desk.provider_context, save);
  if (!outcome.ok) return answerOf(submission, outcome);
  throw redirect(`${messagesPath(desk.view.username)}?just=time`, 303);
}

/** An act of one button of the page of all messages, which then says what was done. */
const act =
  <Kind extends string>(
    word: "kind" | "notice",
    is_one: (kind: string | undefined) => kind is Kind,
    verb: (context: Context, kind: Kind) => Promise<void>,
    just: string,
  ) =>
  async (args: HttpArgs) => {
    const { provider_context, view } = await requireMember(args, "settings:write");
    const kind = requireKind(args.params[word], is_one);
    await verb(provider_context, kind);
    return redirect(`${messagesPath(view.username)}?just=${just}.${kind}`, 303);
  };

/** Switches a kind for everybody, and the mails of a kind for the member who acts. */
export const actOnMessage = {
  on: act("kind", isOptionalKind, (context, kind) => switchMessage(context, kind, "on"), "on"),
  off: act("kind", isOptionalKind, (context, kind) => switchMessage(context, kind, "off"), "off"),
  own_on: act("notice", isMemberKind, (context, kind) => switchOwnMails(context, kind, "on"), "own-on"),
  own_off: act("notice", isMemberKind, (context, kind) => switchOwnMails(context, kind, "off"), "own-off"),
};

const isTestable = (kind: string | undefined): kind is CustomerKind | "agenda" =>
  kind === "agenda" || isCustomerKind(kind);

/** "Send me a test", back to where it was pressed. */
export async function testMessage(args: HttpArgs) {
  const { provider_context, account, view } = await requireMember(args, "settings:write");
  const kind = requireKind(args.params.kind, isTestable);
  const page = kind === "agenda" ? messagesPath(view.username) : `${messagesPath(view.username)}/${kind}`;
  await limitTestMail(args, account.id, { href: page, label: "Back to the message" });
  await sendTest(provider_context, kind);
  return redirect(`${page}?just=tested`, 303);
}

/** For an address that only takes a form. @throws a 404 page, to who may send it; else as requireMember does */
export async function nothingToSee(args: HttpArgs): Promise<never> {
  await requireMember(args, "settings:write");
  throw notFound();
}
