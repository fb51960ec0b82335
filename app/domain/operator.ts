import { z } from "zod";
import { EmailInput, ReasonInput } from "#app/domain/bookings.ts";

/** What an operator's forms may say. Pure. */

/** Why; whom it concerns reads it. */
export const SuspendInput = z.object({
  reason: ReasonInput.refine((text) => text !== "", "Say why: whom it concerns will read it."),
});

export const SignUpInput = z.object({
  sign_up: z.enum(["open", "invitation"], { error: "Choose who may sign up." }),
});

export const InviteAccountInput = z.object({ email: EmailInput });

/** A text to look for, as typed in a search box; what PostgreSQL takes for no text is left out. */
export const searchOf = (typed: string | null): string =>
  (typed ?? "").replaceAll("\0", "").toWellFormed().trim().slice(0, 100).toWellFormed();

/** A job's id, as the queue counts them. */
export const JobId = z.string().regex(/^[1-9]\d{0,17}$/);

/** What the details of a sign-up link say (`invited_by`) when it counts although sign-up is closed. */
export const INVITED_BY_OPERATOR = "operator";
