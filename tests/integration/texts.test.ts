/** What a provider says in their mails and who gets them, through HTTP; what leaves is read from the outbox. */
import PostalMime, { type Email } from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unsubscribeToken } from "#app/domain/secrets.server.ts";
import { readMails } from "#tests/support/mails.ts";
import { testDatabase } from "#tests/support/postgres.ts";
import { createAccount, createMembership, signIn } from "#tests/support/sign-in.ts";
import { type Answer, type App, ask, encodeForm, post, SECRET, startApp, until } from "#tests/support/web.ts";
import {
  bookingForm,
  createFullService,
  createOpenPractice,
  hiddenFields,
} from "#tests/support/web-practice.ts";

const database = testDatabase();
const HOME = "/dashboard/lena/settings/messages";
const HOSTILE = "</style><script>alert(1)</script>{name}\"'&";
let app: App;
let provider_id: string;
let owner: { id: string; cookie: string };
let viewer: { id: string; cookie: string };
let n = 0;

beforeAll(async () => {
  ({ provider_id } = await createOpenPractice(database.admin, {
    ...{ username: "lena", name: "Lena", email: "lena@example.org", setup_finished_at: "2026-01-01" },
  }));
  await createFullService(database.admin, provider_id, { title: "Lesson" });
  const memberOf = async (role: "owner" | "viewer") => {
    const account = await createAccount(database.admin, { email: `${role}@example.org`, name: role });
    await createMembership(database.admin, provider_id, account.id, role);
    return { id: account.id, cookie: (await signIn(database.admin, account.id)).cookie };
  };
  owner = await memberOf("owner");
  viewer = await memberOf("viewer");
  app = await startApp(database);
});
afterAll(async () => {
  await app?.stop();
});

const open = (path = "", cookie = owner.cookie) =>
  ask(app, `${HOME}${path}`, { headers: { Cookie: cookie } });
const send = (path: string, fields: Record<string, string> = {}, cookie = owner.cookie) =>
  post(app, `${HOME}${path}`, fields, { Cookie: cookie });
const shownBy = ({ text }: Answer) => {
  const { version = "", shown = "" } = hiddenFields(text);
  return { version, shown };
};
/** Saves the words of a message as a page that was opened just now would. */
const save = async (kind: string, texts: { subject?: string; opening?: string }) => {
  const answer = await send(`/${kind}`, {
    ...shownBy(await open(`/${kind}`)),
    ...{ subject: "", opening: "", ...texts },
  });
  return answer;
};
const rows = async (kind: string) =>
  (
    await database.admin.query(
      "select subject, opening, disabled_at, version from message_settings where provider_id = $1 and kind = $2",
      [provider_id, kind],
    )
  ).rows;
const actions = async () =>
  (
    await database.admin.query(
      "select action, details from audit_events where provider_id = $1 and action like 'message.%' order by at, id",
      [provider_id],
    )
  ).rows;
const agendas = async () =>
  (
    await database.admin.query<{ account_id: string; due_at: Date; state: string; once: string }>(
      "select account_id, due_at, state, once from deliveries where provider_id = $1 and kind = 'agenda' order by account_id",
      [provider_id],
    )
  ).rows;
const book = async (values: Record<string, string> = {}) => {
  const email = values.email ?? `guest-${++n}@example.org`;
  const made = await post(app, "/book/lena/full/details", bookingForm(2 * n++, { ...values, email }));
  expect(made.status).toBe(303);
  const { rows } = await database.admin.query<{ id: string; customer_id: string }>(
    "select b.id, b.customer_id from bookings b join customers c on c.id = b.customer_id where c.email = $1",
    [email],
  );
  return rows[0]!;
};
const mailsNamed = (part: string): Promise<Email[]> =>
  Promise.all(
    readMails(app)
      .filter(({ name }) => name.includes(part))
      .map(({ raw }) => PostalMime.parse(raw)),
  );
/** The mail whose name has this part and whose subject fits. */
async function mailOf(part: string, subject = /./): Promise<Email> {
  const found = await until(`the mail ${part}`, async () =>
    (await mailsNamed(part)).find((mail) => subject.test(mail.subject ?? "")),
  );
  return found!;
}

describe("the words of a message", () => {
  test("are in the next mail, with their places filled in; empty ones are Daybook's again", async () => {
    const saved = await save("confirmed", {
      subject: "See you, {name}: { service }",
      opening: "{provider} waits on {date}\nat {time}.\n\nBring a pen.",
    });
    expect([saved.status, saved.headers.location]).toEqual([303, `${HOME}/confirmed?just=saved`]);
    const { id } = await book({ name: "Grace {place} Hopper" });
    const mail = await mailOf(`${id}.1.confirmed`);
    // In one pass: brackets in a customer's name stay what they are.
    expect(mail.subject).toBe("See you, Grace {place} Hopper: Lesson");
    expect(mail.text).toMatch(/Lena waits on .+ 20\d\d\nat \d\d:\d\d\.\n\nBring a pen\./);
    expect(mail.html).toContain("Bring a pen.");
    expect((await actions()).at(-1)).toEqual({
      action: "message.texts_changed",
      details: { kind: "confirmed", fields: "subject,opening", to_own: false },
    });
    expect((await save("confirmed", {})).status).toBe(303);
    expect(await rows("confirmed")).toMatchObject([{ subject: "", opening: "" }]);
    expect((await actions()).at(-1).details.to_own).toBe(true);
    const next = await book();
    expect((await mailOf(`${next.id}.1.confirmed`)).subject).toMatch(/^Booked: Lesson/);
  });

  test("Daybook's own, sent as they stand in the form, are kept as none", async () => {
    const page = await open("/declined?words=own");
    expect(page.text).toContain("Daybook’s words are in the form now.");
    expect((await save("declined", { subject: "Not possible: {service}", opening: "Sorry." })).status).toBe(
      303,
    );
    expect(await rows("declined")).toMatchObject([{ subject: "", opening: "Sorry." }]);
  });

  test.each([
    [{ opening: "Dear {first name}, {mood}" }, "{first name}, {mood}"],
    [{ subject: "{constructor}" }, "{constructor}"],
    [{ subject: "x".repeat(151) }, "at most 150"],
    [{ opening: "x".repeat(2001) }, "at most 2000"],
    [{ subject: "one\r\nBcc: all@example.org" }, "cannot be used"],
    [{ subject: "one\nBcc: all@example.org" }, "cannot be used"],
    [{ subject: "one\u2028two" }, "cannot be used"],
    [{ opening: "NUL \u0000" }, "cannot be used"],
  ])("%j is refused beside its field, with what was typed", async (texts, words) => {
    const before = await rows("cancelled");
    const answer = await save("cancelled", texts);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toMatch(/aria-invalid="true"/);
    expect(await rows("cancelled")).toEqual(before);
  });

  test("two people: the second sees both, and nothing is overwritten unseen", async () => {
    // Also when nobody had touched the message before.
    const stale = shownBy(await open("/received"));
    expect((await save("received", { subject: "Hers" })).status).toBe(303);
    const answer = await send("/received", { ...stale, subject: "His", opening: "" });
    expect(answer.status).toBe(409);
    expect(answer.text).toMatch(/Hers[\s\S]*His/);
    expect(await rows("received")).toMatchObject([{ subject: "Hers" }]);
    const kept = await send("/received", { ...shownBy(answer), subject: "His", keep_subject: "theirs" });
    expect(kept.status).toBe(303);
    expect(await rows("received")).toMatchObject([{ subject: "Hers" }]);
    // Another field, or a switch, is no conflict.
    const page = shownBy(await open("/reminder"));
    await send("/reminder/off");
    await send("/reminder/on");
    expect((await send("/reminder", { ...page, subject: "Soon", opening: "" })).status).toBe(303);
  });

  test("hostile texts stay texts: no markup, no header, in the page, the frame and the mail", async () => {
    expect((await save("moved", { subject: HOSTILE, opening: HOSTILE })).status).toBe(303);
    const page = await open("/moved");
    const frame = await open("/moved/frame");
    for (const { text } of [page, frame]) expect(text).not.toContain("<script>alert(1)");
    expect(frame.text).toContain("&lt;/style&gt;&lt;script&gt;alert(1)");
    await send("/moved/test");
    const mail = await mailOf(".test.", /<.style>/);
    expect(mail.subject).toBe(`Test: ${HOSTILE.replace("{name}", "Grace Hopper")}`);
    expect(mail.html).not.toContain("<script");
    expect(mail.to).toEqual([{ name: "", address: "owner@example.org" }]);
    // Nobody's calendar gets an entry of a booking that nobody made.
    expect(mail.attachments).toEqual([]);
    const customer = await book({ name: `Eve ${HOSTILE.slice(0, 40)}\u202e` });
    const told = await mailOf(`${customer.id}.1.new.${owner.id}`);
    expect(told.html).not.toContain("<script");
    expect(told.headers.filter(({ key }) => key === "subject")).toHaveLength(1);
  });

  test("the preview is the mail as typed; nothing is saved by it", async () => {
    const before = await rows("follow_up");
    const typed = {
      ...shownBy(await open("/follow_up")),
      subject: "Typed {name}",
      opening: "One ☕ {place}",
    };
    const answer = await send("/follow_up/preview", typed);
    expect([answer.status, answer.text.includes("Typed Grace Hopper")]).toEqual([200, true]);
    const src = /<iframe[^>]* src="([^"]+)"/.exec(answer.text)![1]!;
    const { status, text, headers } = await open(src.replace(HOME, ""));
    expect([status, text.includes("One ☕ Example Street 1")]).toEqual([200, true]);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*sandbox/);
    expect(headers["content-security-policy"]).not.toMatch(/allow-scripts|allow-same-origin/);
    expect(headers["x-frame-options"]).toBe("SAMEORIGIN");
    expect((await open("/follow_up")).headers["x-frame-options"]).toBe("DENY");
    expect(await rows("follow_up")).toEqual(before);
    expect((await send("/follow_up/preview", { ...typed, opening: "{nothing}" })).status).toBe(422);
    // The longest that can be typed fits into an address; what nobody packed shows what is saved.
    const longest = { ...typed, opening: "🌊".repeat(2000) };
    const long = /<iframe[^>]* src="([^"]+)"/.exec((await send("/follow_up/preview", longest)).text)![1]!;
    expect((await open(long.replace(HOME, ""))).text).toContain("🌊🌊🌊");
    for (const words of ["x", "W10", "bnVsbA", "%00", Buffer.from('["{x}",1]').toString("base64url")])
      expect((await open(`/follow_up/frame?words=${words}`)).status).toBe(200);
  });

  test("who reads may not write; kinds that are none are not found", async () => {
    expect((await open("/reminder", viewer.cookie)).status).toBe(200);
    expect((await open("", viewer.cookie)).text).not.toContain("Your own mails");
    for (const path of [
      "/reminder",
      "/reminder/off",
      "/reminder/test",
      "/own/new/off",
      "/reminder/preview",
      "",
    ])
      expect([path, (await send(path, {}, viewer.cookie)).status]).toEqual([path, 403]);
    for (const path of ["/new", "/agenda", "/constructor", "/x/frame", "/test/preview"])
      expect([path, (await open(path)).status]).toEqual([path, 404]);
    for (const path of ["/confirmed/off", "/x/on", "/own/reminder/off", "/own/x/on", "/new/test"])
      expect([path, (await send(path)).status]).toEqual([path, 404]);
  });
});

describe("what is switched off", () => {
  test("is sent to nobody; switched on again, what lies ahead comes", async () => {
    const off = await send("/reminder/off");
    expect(off.headers.location).toBe(`${HOME}?just=off.reminder`);
    expect((await open("?just=off.reminder")).text).toMatch(/“Reminder” is off\.[\s\S]*reminder\/on"/);
    const count = (await actions()).length;
    await send("/reminder/off");
    expect((await actions()).length).toBe(count);
    const { id } = await book();
    await mailOf(`${id}.1.confirmed`);
    const planned = () =>
      database.admin.query("select state from deliveries where booking_id = $1 and kind = 'reminder'", [id]);
    expect((await planned()).rows).toEqual([{ state: "queued" }]);
    await send("/reminder/on");
    expect(await rows("reminder")).toMatchObject([{ disabled_at: null }]);
  });

  test("by one member for themself: the others get it", async () => {
    const other = await createAccount(database.admin, { email: "manager@example.org" });
    await createMembership(database.admin, provider_id, other.id, "manager");
    await send("/own/new/off");
    const quiet = await book();
    await mailOf(`${quiet.id}.1.new.${other.id}`);
    expect(readMails(app).some(({ name }) => name.startsWith(`${quiet.id}.1.new.${owner.id}`))).toBe(false);
    await send("/own/new/on");
    const told = await book();
    await mailOf(`${told.id}.1.new.${owner.id}`);
  });
});

describe("the time of the agenda", () => {
  const saveTime = async (agenda_time: string) => send("", { ...shownBy(await open()), agenda_time });

  test("moves the next one, once; one's own switch and everybody's take it away and bring it back", async () => {
    const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
    await saveTime("05:11");
    const due = async () =>
      (await agendas()).filter(({ account_id }) => account_id === owner.id).map(({ due_at }) => due_at);
    const first = await due();
    expect(first).toHaveLength(1);
    expect((await saveTime("22:47")).headers.location).toBe(`${HOME}?just=time`);
    const second = await due();
    expect(second).toHaveLength(1);
    expect(second[0]).not.toEqual(first[0]);
    const { rows: jobs } = await database.admin.query(
      `select j.run_at from graphile_worker._private_jobs j
       join deliveries d on d.id::text = j.payload ->> 'delivery_id'
       where d.kind = 'agenda' and d.account_id = $1`,
      [owner.id],
    );
    expect(jobs).toEqual([{ run_at: second[0] }]);
    const zone = (await database.admin.query("select time_zone from providers where id = $1", [provider_id]))
      .rows[0].time_zone;
    const clock = second[0]!.toLocaleTimeString("en-GB", { timeZone: zone, timeStyle: "short" });
    expect(minute(clock)).toBe(minute("22:47"));
    await send("/own/agenda/off");
    expect(await due()).toEqual([]);
    await send("/own/agenda/on");
    expect(await due()).toEqual(second);
    await send("/agenda/off");
    expect(await agendas()).toEqual([]);
    await send("/agenda/on");
    expect(await due()).toEqual(second);
  });

  test.each(["24:00", "7", "", "12:60", "noon"])("%j is refused", async (typed) => {
    expect((await saveTime(typed)).status).toBe(422);
  });

  test("two people: the second chooses", async () => {
    const stale = shownBy(await open());
    await saveTime("06:01");
    const answer = await send("", { ...stale, agenda_time: "06:02" });
    expect(answer.status).toBe(409);
    expect(answer.text).toMatch(/06:01[\s\S]*06:02/);
  });

  test("a test of it comes to who asked", async () => {
    expect((await send("/agenda/test")).headers.location).toBe(`${HOME}?just=tested`);
    const mail = await mailOf(".test.", /3 bookings/);
    expect(mail.to).toEqual([{ name: "", address: "owner@example.org" }]);
    expect(mail.headers.some(({ key }) => key === "list-unsubscribe")).toBe(false);
  });
});

describe("the link at a mail's end", () => {
  const linkTo = (kind: string, recipient_id: string, about: Record<string, string> = {}) => {
    const token = unsubscribeToken(SECRET, { provider_id, kind, recipient_id, ...about });
    return `/unsubscribe/lena/${kind}/${recipient_id}/${token}`;
  };
  const ended = async (recipient_id: string) =>
    (await database.admin.query("select kind from message_optouts where recipient_id = $1", [recipient_id]))
      .rows;
  /** As mail programs send it: no cookie, no Origin, nothing that says whence. */
  const click = (where: string, headers: Record<string, string> = {}) => {
    const body = encodeForm({ "List-Unsubscribe": "One-Click" });
    return ask(app, where, {
      ...{ method: "POST", body },
      headers: {
        ...{ "Content-Type": "application/x-www-form-urlencoded", "Content-Length": String(body.length) },
        ...headers,
      },
    });
  };

  test("looking changes nothing; one click ends them, answered at once, and again", async () => {
    const { customer_id } = await book();
    const where = linkTo("follow_up", customer_id);
    const looked = await ask(app, where);
    expect(looked.status).toBe(200);
    expect(looked.headers).toMatchObject({
      ...{ "cache-control": "no-store", "referrer-policy": "strict-origin" },
      "x-robots-tag": "noindex, nofollow",
    });
    await ask(app, where, { method: "HEAD" });
    expect(await ended(customer_id)).toEqual([]);
    for (const headers of [{}, { Origin: "https://mail.example.com" }, { "Sec-Fetch-Site": "cross-site" }]) {
      const clicked = await click(where, headers as Record<string, string>);
      expect([clicked.status, clicked.text.includes("You get no more follow-ups")]).toEqual([200, true]);
    }
    expect(await ended(customer_id)).toEqual([{ kind: "follow_up" }]);
    expect((await actions()).filter(({ action }) => action === "message.ended")).toHaveLength(1);
    expect(app.output()).not.toContain(where.split("/").at(-1));
  });

  test("a person presses the button, and takes it back", async () => {
    const where = linkTo("agenda", owner.id);
    const answer = await post(app, where, {});
    expect([answer.status, answer.headers.location]).toEqual([303, where]);
    expect((await ask(app, where)).text).toContain("You get no more agendas of Lena");
    expect(await ended(owner.id)).toEqual([{ kind: "agenda" }]);
    expect((await agendas()).some(({ account_id }) => account_id === owner.id)).toBe(false);
    // Only from a page of ours: nobody else may bring mails back.
    expect((await click(`${where}/undo`)).status).toBe(403);
    expect((await post(app, `${where}/undo`, {})).headers.location).toBe(`${where}?just=again`);
    expect(await ended(owner.id)).toEqual([]);
    expect((await agendas()).some(({ account_id }) => account_id === owner.id)).toBe(true);
  });

  test("any other address is the same 404, whatever is wrong with it, and nothing is ended", async () => {
    const { customer_id } = await book();
    const good = linkTo("follow_up", customer_id);
    const wrong = [
      linkTo("agenda", customer_id).replace("/agenda/", "/follow_up/"),
      linkTo("follow_up", customer_id, { provider_id: owner.id }),
      linkTo("follow_up", owner.id).replace(owner.id, customer_id),
      linkTo("reminder", customer_id),
      linkTo("constructor", customer_id),
      good.slice(0, -1),
      good.replace(customer_id, customer_id.toUpperCase()),
      good.replace(customer_id, "x"),
      `${good}x`,
    ];
    const [first] = await Promise.all(wrong.map((where) => ask(app, where)));
    for (const where of wrong) {
      const looked = await ask(app, where);
      const sent = await post(app, where, { "List-Unsubscribe": "One-Click" });
      expect([where, looked.status, sent.status]).toEqual([where, 404, 404]);
      expect(looked.text).toBe(first!.text);
    }
    expect(await ended(customer_id)).toEqual([]);
  });

  test("no other address lets in what does not say whence", async () => {
    const good = linkTo("follow_up", owner.id);
    const others = [
      ...[
        `${good}/`,
        `${good}/undo`,
        `${good}.data`,
        good.toUpperCase(),
        `/${good}`,
        `${good}?_data=x/../undo`,
      ],
      ...[good.replace("unsubscribe", "%75nsubscribe"), good.replace("/follow_up/", "/reminder/")],
      ...[HOME, `${HOME}/reminder/off`, "/book/lena/full/details", "/sign-in"],
    ];
    for (const where of others.filter((where) => !where.includes("?")))
      expect([where, (await click(where)).status]).toEqual([where, 403]);
    // With a query it is the same address.
    expect((await click(`${good}?x=1`)).status).toBe(200);
  });

  test("a follow-up names the link, and none is sent to who has followed it", async () => {
    await database.admin.query("update services set follow_up_min = 60 where provider_id = $1", [
      provider_id,
    ]);
    const { id, customer_id } = await book();
    await mailOf(`${id}.1.confirmed`);
    await click(linkTo("follow_up", customer_id));
    await database.admin.query(
      `select graphile_worker.reschedule_jobs(array_agg(j.id), now())
       from graphile_worker._private_jobs j join deliveries d on d.id::text = j.payload ->> 'delivery_id'
       where d.booking_id = $1 and d.kind = 'follow_up'`,
      [id],
    );
    const row = await until("it has ended", async () => {
      const { rows } = await database.admin.query(
        "select state, answer from deliveries where booking_id = $1 and kind = 'follow_up' and state <> 'queued'",
        [id],
      );
      return rows[0]?.state === "sending" ? null : rows[0];
    });
    expect(row).toEqual({ state: "void", answer: "They asked not to get these." });
  });
});
