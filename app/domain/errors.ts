/** What can go wrong in Daybook's own words. No HTTP here: routes translate the `code`. */

export abstract class DomainError extends Error {
  abstract readonly code: string;
}

/** No such provider, service or booking, or it is another provider's, which must look the same. */
export class NotFoundError extends DomainError {
  override readonly name = "NotFoundError";
  readonly code = "not_found";
}

/** A form's key came back with other content than it had made a booking with. */
export class IdempotencyKeyReusedError extends DomainError {
  override readonly name = "IdempotencyKeyReusedError";
  readonly code = "idempotency_key_reused";
}

/** More is asked for at this moment than can be done in time; the message says what to do. */
export class TooBusyError extends DomainError {
  override readonly name = "TooBusyError";
  readonly code = "too_busy";
}
