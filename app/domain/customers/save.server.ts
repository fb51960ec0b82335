import type { Conflict } from "#app/domain/conflicts.ts";
import type { Context } from "#app/domain/context.ts";
import { ownCustomer, recordCustomer, takingAddress } from "#app/domain/customers/record.server.ts";
import {
  CUSTOMER_LABELS,
  type CustomerFields,
  customerWords,
  findCustomerConflicts,
} from "#app/domain/customers.ts";
import { newId } from "#app/domain/ids.server.ts";
import {
  insertCustomer,
  selectOptionalCustomerByEmail,
  updateCustomer,
  updateCustomerBlocked,
  updateCustomerTags,
} from "#db/customers.ts";
import { serializable } from "#db/transaction.ts";

/** The address belongs to another customer of this provider already. */
export type Taken = { ok: false; reason: "taken"; other: { id: string; name: string } };

/** Adds a customer by hand. */
export async function addCustomer(
  context: Context,
  values: CustomerFields,
): Promise<{ ok: true; id: string } | Taken> {
  const id = newId();
  return takingAddress(context.provider.id, async (tx) => {
    const other = await selectOptionalCustomerByEmail(tx, values.email);
    if (other) return { ok: false, reason: "taken", other };
    await insertCustomer(tx, { ...values, id, now: context.now });
    await updateCustomerTags(tx, id, values.tags);
    await recordCustomer(tx, context, "customer.added", id);
    return { ok: true, id };
  });
}

export type SaveCustomer = {
  id: string;
  /** The version that the form's page showed. */
  version: number;
  /** What the form's page said, field by field (customerWords). */
  shown: Record<string, unknown>;
  values: CustomerFields;
  /** Fields in which the person chose what somebody else had saved. */
  theirs?: readonly string[];
};

export type SaveCustomerOutcome =
  | { ok: true; changed: string[] }
  | Taken
  | {
      ok: false;
      reason: "stale";
      conflicts: Conflict[];
      version: number;
      shown: Record<string, string>;
    };

/**
 * Saves a customer's form. Where somebody else was faster, nothing is written and both values come back.
 * @throws NotFoundError for who is not this provider's, or erased
 */
export async function saveCustomer(context: Context, save: SaveCustomer): Promise<SaveCustomerOutcome> {
  const { id, shown, theirs = [] } = save;
  return takingAddress(context.provider.id, async (tx): Promise<SaveCustomerOutcome> => {
    const now = await ownCustomer(tx, id);
    const chosen = Object.entries(save.values).filter(([field]) => !theirs.includes(field));
    const wanted: CustomerFields = { ...now, ...Object.fromEntries(chosen) };
    if (save.version !== now.version) {
      const conflicts = findCustomerConflicts(shown, now, wanted);
      if (conflicts.length > 0)
        return {
          ok: false,
          reason: "stale",
          conflicts,
          version: now.version,
          shown: customerWords(now),
        };
    }
    const [before, after] = [customerWords(now), customerWords(wanted)];
    const fields = Object.keys(CUSTOMER_LABELS) as (keyof CustomerFields)[];
    const changed = fields.filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return { ok: true, changed };
    const other = await selectOptionalCustomerByEmail(tx, wanted.email);
    if (other && other.id !== id) return { ok: false, reason: "taken", other };
    await updateCustomer(tx, { ...wanted, id, now: context.now });
    if (changed.includes("tags")) await updateCustomerTags(tx, id, wanted.tags);
    await recordCustomer(tx, context, "customer.changed", id, { fields: changed.join(",") });
    return { ok: true, changed };
  });
}

/**
 * Blocks a customer from booking, or lets them book again. Done already counts as done.
 * @throws NotFoundError for who is not this provider's, or erased
 */
export async function blockCustomer(context: Context, id: string, blocked: boolean): Promise<void> {
  await serializable(context.provider.id, async (tx) => {
    await ownCustomer(tx, id);
    if (await updateCustomerBlocked(tx, id, blocked ? context.now : null, context.now))
      await recordCustomer(tx, context, blocked ? "customer.blocked" : "customer.unblocked", id);
  });
}
