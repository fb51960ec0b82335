import { z } from "zod";
import { EmailInput, oneLine } from "#app/domain/bookings.ts";
import { GivenPassword } from "#app/domain/passwords.ts";

/** Forms of sign-up, sign-in and the forgotten password. Where to go on afterwards is read apart (app/http/next.ts). */
export const AddressInput = z.object({ email: EmailInput });

export const SignInInput = z.object({ email: EmailInput, password: GivenPassword });

export const ConfirmSignUpInput = <T extends z.ZodType<string>>(password: T) =>
  z.object({ name: oneLine("Your name", 120), password });

export const ResetPasswordInput = <T extends z.ZodType<string>>(password: T) => z.object({ password });
