import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AgendaTimeInput,
  clockText,
  isCustomerKind,
  isOptionalKind,
  isUnsubscribableKind,
  MessageTextsInput,
  textsInUse,
  textsToKeep,
} from "#app/domain/message-settings.ts";
import { CUSTOMER_KINDS } from "#app/domain/messages.ts";
import { reachWords, reminderRows, remindersOf } from "#app/domain/services/reminders.ts";
import { isMailFrame } from "#app/http/mail-frame.ts";
import { isOneClickAddress } from "#app/http/one-click.ts";
import { OWN_WORDS } from "#app/mail/booking-mail.ts";
import { exampleMail } from "#app/mail/example-mail.ts";
import type { ProviderRow } from "#db/providers.ts";

const HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=y>\"'&{name}";
const provider = {
  ...{ id: "p", username: "lena", name: HOSTILE, email: "lena@example.org", phone: null, accent: "#77408f" },
  ...{ time_zone: "Europe/Berlin", locale: "en-GB", currency: "EUR", hour_cycle: null },
} as unknown as ProviderRow;
const example = {
  provider,
  service: null,
  public_url: "https://book.example.org",
  now: Date.UTC(2026, 10, 25),
};
const read = (fields: Record<string, string>) => MessageTextsInput.safeParse({ version: "1", ...fields });

describe("the words of a message", () => {
  test.each(CUSTOMER_KINDS)("%s: Daybook's own can be saved, and are kept as none", (kind) => {
    const parsed = read(OWN_WORDS[kind]);
    expect(parsed.data?.texts).toEqual(OWN_WORDS[kind]);
    expect(textsToKeep(OWN_WORDS[kind], OWN_WORDS[kind])).toEqual({ subject: "", opening: "" });
    expect(textsInUse({ subject: "", opening: "" }, OWN_WORDS[kind])).toEqual(OWN_WORDS[kind]);
  });

  test("whatever can be saved makes a mail of one subject line and no markup of its own", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 80 }),
        fc.constantFrom(...CUSTOMER_KINDS),
        (text, kind) => {
          const parsed = read({ subject: text, opening: `${text}${HOSTILE}` });
          if (!parsed.success) return;
          const { subject, html } = exampleMail(kind, example, parsed.data.texts);
          expect(subject).not.toMatch(/[\r\n\u2028\u2029]/);
          expect(html.match(/<script|<img/g)).toBeNull();
          expect(html.match(/<\/style>/g)).toHaveLength(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(["{", "}", "{}x", "{ name }", "{{name}}", "a {b\nc} d", `{${"x".repeat(41)}}`])(
    "%j stands as it is typed",
    (opening) => {
      expect(read({ opening }).success).toBe(opening !== "{}x");
    },
  );
});

test("the agenda's time: every minute reads back as it is written", () => {
  for (let minute = 0; minute < 1440; minute++)
    expect(AgendaTimeInput.parse({ version: 1, agenda_time: clockText(minute) }).agenda_min).toBe(minute);
});

test("reminders: each once, the longest first, in words", () => {
  expect(remindersOf([60, null, 1440, 60, undefined])).toEqual([1440, 60]);
  expect(reminderRows).toEqual([1, 2, 3, 4, 5]);
  expect(reachWords({ reminder_min: [1440, 90], follow_up_min: 120 })).toEqual({
    ...{ reminder_min: "1 day before, 1 hour 30 minutes before", follow_up_min: "2 hours after" },
  });
  expect(reachWords({ reminder_min: [], follow_up_min: null })).toEqual({
    ...{ reminder_min: "none", follow_up_min: "none" },
  });
});

test("kinds are words of ours only", () => {
  for (const word of [undefined, "", "constructor", "__proto__", "Reminder"])
    expect([isCustomerKind(word), isOptionalKind(word), isUnsubscribableKind(word)]).toEqual([
      ...[false, false, false],
    ]);
});

const ID = "0197a0c4-0000-7000-8000-000000000001";
const LINK = `/unsubscribe/lena/follow_up/${ID}/${"aB-_".repeat(8)}`;

test("one click: exactly the addresses that mails carry", () => {
  expect(isOneClickAddress(LINK)).toBe(true);
  for (const other of [
    ...[`${LINK}/`, `${LINK}/undo`, `${LINK}.data`, `${LINK}x`, `${LINK}\n`, `/x${LINK}`, LINK.toUpperCase()],
    ...[LINK.replace("follow_up", "reminder"), LINK.replace("/lena/", "/lena/../"), LINK.replace(ID, "x")],
    ...["/", "/sign-in", "/unsubscribe", `/dashboard/lena${LINK}`],
  ])
    expect([other, isOneClickAddress(other)]).toEqual([other, false]);
});

test("a mail's frame is the only page with rules of its own", () => {
  expect(isMailFrame("/dashboard/lena/settings/messages/follow_up/frame")).toBe(true);
  for (const other of ["", "/preview", "/frame/", "/frame/x", "/x/frame"])
    expect(isMailFrame(`/dashboard/lena/settings/messages/follow_up${other}`)).toBe(false);
  expect(isMailFrame("/dashboard/lena/settings/messages/frame")).toBe(false);
});
