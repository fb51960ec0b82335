import type { SlotRefusal } from "#app/domain/availability.ts";

/** Why a time was not given: a rule of availability, someone faster, or the form is older than the booking. */
export type Refusal =
  | SlotRefusal
  | "taken"
  | "unknown_service"
  | "unknown_duration"
  | "unknown_place"
  | "stale"
  | "too_late"
  | "over";

/**
 * What a verb answers. A refusal is a result, not an exception: thrown through a transaction it would be logged and
 * rolled back for each of 199 losers.
 */
export type Outcome<T> = ({ ok: true } & T) | { ok: false; reason: Refusal };

export const refused = (reason: Refusal): { ok: false; reason: Refusal } => ({ ok: false, reason });
