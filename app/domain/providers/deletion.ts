import { z } from "zod";

/** Milliseconds between "delete" and the end; until then an owner can take it back. */
export const GRACE = 14 * 86_400_000;

export const DeleteProviderInput = z.object({
  name: z.string("Type the name.").trim().min(1, "Type the name.").max(200, "This is longer than the name."),
});

const plain = (name: string) => name.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();

/** Whether somebody typed this provider's name: letters' case and spaces are not what it is about. */
export const isNameOf = (typed: string, { name }: { name: string }): boolean => plain(typed) === plain(name);
