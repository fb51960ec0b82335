import { config } from "#app/config.server.ts";
import type { SetupProgress } from "#app/domain/setup/steps.server.ts";
import type { SetupView } from "#app/domain/views.ts";
import type { Desk } from "#app/http/desk.server.ts";

/** The link of a booking page without its name, as people read it: "book.example.org/book/". */
export const linkPrefix = (): string => `${config().public_url.replace(/^https?:\/\//, "")}/book/`;

/** The absolute address of a booking page. */
export const pageLink = (username: string): string => `${config().public_url}/book/${username}`;

/** How far a provider's start has come, for the line above its forms. */
export const viewSetup = (
  { view }: Desk,
  { has_hours, has_service }: SetupProgress,
): SetupView & { username: string } => ({ username: view.username, has_hours, has_service });

/** Who is signed in, for the menu. */
export const personOf = ({ view: { account_name, is_operator } }: Desk) => ({ account_name, is_operator });
