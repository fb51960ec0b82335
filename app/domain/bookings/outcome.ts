import type { SlotRefusal } from "#app/domain/availability.ts";

/** Why a time was not given: a rule of availability, someone faster, or the form is older than the booking. */
export type Refusal =
  | SlotRefusal
  | "taken"
  | "unknown_service"
  | "unknown_duration"
  | "unknown_place"
  | "unknown_customer"
  | "unwelcome"
  | "stale"
  | "too_late"
  | "over";

/**
 * What a verb answers. A refusal is a result, not an exception: thrown through a transaction it would be logged and
 * rolled back for each of 199 losers.
 */
export type Outcome<T> = ({ ok: true } & T) | Refused;

/** `asks`: the provider may pass over these rules, all that are broken, once they have seen them. */
export type Refused = { ok: false; reason: Refusal; asks?: readonly SlotRefusal[] };

export const refused = (reason: Refusal): Refused => ({ ok: false, reason });
