import type { Context } from "#app/domain/context.ts";
import { NotFoundError } from "#app/domain/errors.ts";
import { recordAct } from "#app/domain/record.server.ts";
import { type CustomerRow, selectOptionalCustomerById } from "#db/customers.ts";
import { constraintOf } from "#db/errors.ts";
import { serializable, type TenantTx, type WriteTx } from "#db/transaction.ts";

/** One line of history about a customer. The details are ids, numbers and names of fields, never what stands in them. */
export const recordCustomer = (
  tx: WriteTx,
  context: Context,
  action: `customer.${string}`,
  customer_id: string,
  details: Record<string, string | number | boolean | null> = {},
): Promise<void> => recordAct(tx, context, action, { customer_id, ...details });

/** A customer of the transaction's provider. @throws NotFoundError when there is none, or they were erased */
export async function ownCustomer(tx: TenantTx, id: string): Promise<CustomerRow> {
  const customer = await selectOptionalCustomerById(tx, id);
  if (!customer || customer.erased_at !== null)
    throw new NotFoundError("We don't have this customer, or their data have been erased.");
  return customer;
}

/**
 * `serializable` for what may give somebody an e-mail address. Two who take the same one at the same moment: the second
 * hears of it from the unique key, before SERIALIZABLE would say so. Tried again it sees who has it, and answers that.
 */
export async function takingAddress<T>(
  provider_id: string,
  routine: (tx: WriteTx) => Promise<T>,
): Promise<T> {
  try {
    return await serializable(provider_id, routine);
  } catch (error) {
    if (constraintOf(error) !== "customers_email_once") throw error;
    return serializable(provider_id, routine);
  }
}
