import { z } from "zod";
import { manyLines, oneLine, PhoneInput, VersionInput } from "#app/domain/bookings.ts";
import { type Conflict, conflictsBetween } from "#app/domain/conflicts.ts";
import { searchOf } from "#app/domain/operator.ts";
import type { CustomerCursor, CustomerFilter, CustomerSearch } from "#db/customer_lists.ts";

/** Rules and input schemas of a provider's customers, pure. */

export const MAX_TAGS = 20;
export const MAX_TAG = 40;
export const MAX_NOTE = 4000;

/** What a member may set about a customer. */
export type CustomerFields = {
  name: string;
  email: string;
  phone: string | null;
  note: string;
  tags: string[];
};

/** The form's fields in their order, with what they are called. */
export const CUSTOMER_LABELS = {
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  tags: "Tags",
  note: "Note",
} as const satisfies Record<keyof CustomerFields, string>;

const ERASED_DOMAIN = "erased.invalid";

/** The address that stands in an erased customer's row: nobody's, and unlike every other. */
export const erasedEmail = (id: string) => `erased-${id}@${ERASED_DOMAIN}`;

/** True for the address of somebody who was erased: nothing is ever sent there. */
export const isErasedEmail = (email: string) => email.toLowerCase().endsWith(`@${ERASED_DOMAIN}`);

export const ERASED_NAME = "Erased customer";

export const CustomerEmailInput = oneLine("The e-mail address", 254)
  .pipe(z.email("That does not look like an e-mail address, as in name@example.com."))
  .refine((email) => !isErasedEmail(email), "Nothing can be sent to this address.");

/** Tags as typed: separated by commas or semicolons, each once whatever its case; kept as first written. */
export const tagsOf = (text: string): string[] => {
  const tags = new Map<string, string>();
  for (const part of text.split(/[,;\n]/)) {
    const tag = part.normalize("NFC").replace(/\s+/g, " ").trim();
    if (tag && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  }
  return [...tags.values()].sort((one, other) => (one < other ? -1 : 1));
};

const TagsInput = manyLines("The tags", 2000)
  .optional()
  .default("")
  .transform((text) => tagsOf(text.replaceAll("\t", " ")))
  .refine((tags) => tags.length <= MAX_TAGS, `A customer can have at most ${MAX_TAGS} tags.`)
  .refine((tags) => tags.every((tag) => [...tag].length <= MAX_TAG), `A tag can have ${MAX_TAG} characters.`);

const PhoneOrNone = z
  .string()
  .optional()
  .transform((text, context) => {
    if (!text?.trim()) return null;
    const parsed = PhoneInput.safeParse(text);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** What is known of a customer, from a form or a line of a file. */
export const customerFields = {
  name: oneLine("The name", 120),
  email: CustomerEmailInput,
  phone: PhoneOrNone,
  tags: TagsInput,
  note: manyLines("The note", MAX_NOTE).optional().default(""),
};

export const NewCustomerInput = z.object(customerFields);

export const EditCustomerInput = z
  .object({
    ...customerFields,
    version: VersionInput,
    /** What the form's page said (customerWords), as JSON. */
    shown: z.string().max(60_000).optional().default("{}"),
  })
  .transform(({ version, shown, ...values }) => ({ version, shown, values }));

/** A customer's fields in words: to compare what was on show with what is, and to say what differs. */
export const customerWords = (fields: CustomerFields): Record<keyof CustomerFields, string> => ({
  name: fields.name,
  email: fields.email,
  phone: fields.phone ?? "",
  tags: fields.tags.join(", "),
  note: fields.note,
});

/** What others changed since the form was shown and this form would set to something else. */
export const findCustomerConflicts = (
  shown: Record<string, unknown>,
  now: CustomerFields,
  yours: CustomerFields,
): Conflict[] =>
  conflictsBetween(Object.keys(CUSTOMER_LABELS), shown, customerWords(now), customerWords(yours));

/** Digits of a phone number that one looks for: without the zero or the 00 before it, and no more than tell it apart. */
const phoneDigits = (text: string): string => text.replace(/\D/g, "").replace(/^0+/, "").slice(-9);

/** What a typed text looks for: digits are a phone number's end, an @ an address, all else a name or an address. */
export function customerSearch(typed: string | null): CustomerSearch {
  const text = searchOf(typed).normalize("NFC").replace(/\s+/g, " ");
  if (text === "") return { by: "all" };
  if (/^[+0-9 ().\-/]+$/.test(text) && phoneDigits(text).length >= 3)
    return { by: "phone", digits: phoneDigits(text) };
  return text.includes("@") ? { by: "email", text } : { by: "text", text };
}

/** What the list's address asks for; what makes no sense asks for nothing. */
export function customerFilter(params: URLSearchParams): CustomerFilter & { text: string } {
  const tag = searchOf(params.get("tag"));
  return {
    text: searchOf(params.get("q")),
    search: customerSearch(params.get("q")),
    tag: tag === "" ? null : tag,
    blocked: params.get("blocked") === "yes",
  };
}

/** Where the next page of the list begins, as an opaque text for its address. */
export const cursorText = ({ name_key, id }: CustomerCursor): string => {
  const bytes = new TextEncoder().encode(JSON.stringify([name_key, id]));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
};

const Cursor = z.tuple([
  z
    .string()
    .max(400)
    .refine((text) => !text.includes("\0") && text.isWellFormed()),
  z.uuid(),
]);

/** What cursorText made, or null for anything else: the list then begins at its start. */
export function parseCursor(text: string | null): CustomerCursor | null {
  if (text === null || text.length > 2000) return null;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
      one.charCodeAt(0),
    );
    const [name_key, id] = Cursor.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    return { name_key, id };
  } catch {
    return null;
  }
}

/** Which part of a customer's page a booking stands in, as of an instant (epoch ms). */
export type BookingGroup = "coming" | "past" | "no_show" | "cancelled";

export function bookingGroup(
  booking: { status: string; starts_at: number; no_show_at: number | null },
  now: number,
): BookingGroup {
  if (["cancelled", "declined", "expired"].includes(booking.status)) return "cancelled";
  if (booking.no_show_at !== null) return "no_show";
  return booking.starts_at > now ? "coming" : "past";
}

const side = z.enum(["one", "other"], { error: "Choose one of the two." });

/** Which of the two a merged customer has each of these from. */
export type MergeChoice = { name: "one" | "other"; email: "one" | "other"; phone: "one" | "other" };

export const MergeCustomersInput = z.object({
  with: z.uuid("Choose somebody to merge with."),
  version: VersionInput,
  other_version: VersionInput,
  name: side,
  email: side,
  phone: side,
});

/** Two notes as one; the same twice, or one that is empty, adds nothing. */
export const joinedNotes = (one: string, other: string): string =>
  [...new Set([one, other])].filter((note) => note !== "").join("\n\n");

export const EraseCustomerInput = z.object({
  name: z.string("Type the name.").trim().min(1, "Type the name.").max(200, "This is longer than the name."),
});
