import { z } from "zod";
import { EmailInput, oneLine } from "#app/domain/bookings.ts";
import { isLinkToken } from "#app/domain/link-token.ts";
import { GivenPassword } from "#app/domain/passwords.ts";

/** Forms of /account. The password that somebody chooses has a schema of its own (passwords.server.ts). */
export const RenameAccountInput = z.object({ name: oneLine("Your name", 120) });

export const ChangePasswordInput = <T extends z.ZodType<string>>(newPassword: T) =>
  z.object({ current_password: GivenPassword, new_password: newPassword });

export const ChangeEmailInput = z.object({ email: EmailInput, current_password: GivenPassword });

/** Proof that it is meant: the password, or for who has none the own address, typed. */
export const DeleteAccountInput = (own: { email: string; has_password: boolean }) =>
  own.has_password
    ? z.object({ current_password: GivenPassword, email: z.unknown().optional() })
    : z.object({
        current_password: z.unknown().optional(),
        email: z
          .string({ error: "Type your e-mail address." })
          .refine((text) => text.trim().toLowerCase() === own.email.toLowerCase(), {
            message: "That is not the address of this account.",
          }),
      });

/** What stands in a mailed link. */
export const LinkTokenInput = z.string().refine(isLinkToken);
