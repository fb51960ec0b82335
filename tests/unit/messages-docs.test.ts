import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ACCOUNT_MAILS } from "#app/domain/accounts/record.server.ts";
import { MESSAGE_KINDS } from "#app/domain/messages.ts";
import { deliveryWords, kindWords } from "#app/i18n/messages.ts";

const ALL = [
  ...MESSAGE_KINDS,
  ...ACCOUNT_MAILS,
  ...["sign_up", "password_reset", "invitation", "provider_deletion", "calendar_failing"],
];

test("each message has its row in docs/messages.md, and a name that people read", () => {
  const docs = readFileSync(new URL("../../docs/messages.md", import.meta.url), "utf8");
  const rows = docs.split("\n").filter((line) => line.startsWith("| `"));
  const named = rows.flatMap((row) => [...row.split("|")[1]!.matchAll(/`(\w+)`/g)].map(([, kind]) => kind));
  expect(named.toSorted()).toEqual(ALL.toSorted());
  for (const kind of ALL) expect(kindWords(kind), kind).toMatch(/^[A-Z]/);
  expect(new Set(ALL.map(kindWords)).size).toBe(ALL.length);
  // A kind from outside is no word of every object's.
  expect(kindWords("constructor")).toBe("constructor");
});

test("what became of a message, in the provider's own time", () => {
  const at = Date.UTC(2026, 11, 1, 23, 30);
  const one = { state: "queued", due_at: at, ended_at: null, tries: 0, answer: "" } as const;
  const ended = { ...one, ended_at: at, tries: 14, answer: "421 busy " };
  expect(deliveryWords(one, "Europe/Berlin")).toMatch(/^Planned for .*2 December 2026, 00:30$/);
  expect(deliveryWords({ ...one, tries: 1, answer: "451 later" }, "UTC")).toMatch(
    /^Not sent yet after one try: “451 later”\. The next try is on .*1 December 2026, 23:30$/,
  );
  expect(deliveryWords({ ...ended, state: "sent" }, "UTC")).toMatch(/^Sent on /);
  expect(deliveryWords({ ...ended, state: "void", answer: "The booking was changed." }, "UTC")).toBe(
    "Not sent. The booking was changed.",
  );
  expect(deliveryWords({ ...ended, state: "refused" }, "UTC")).toMatch(/^Refused on .*: “421 busy”$/);
  expect(deliveryWords({ ...ended, state: "dead" }, "UTC")).toMatch(
    /^Given up on .* after 14 tries: “421 busy”$/,
  );
});
