import { createHash } from "node:crypto";
import type { Context } from "#app/domain/context.ts";
import { type ImportFile, type ImportPlan, planImport } from "#app/domain/customer-import.ts";
import { takingAddress } from "#app/domain/customers/record.server.ts";
import { newId } from "#app/domain/ids.server.ts";
import { recordAct } from "#app/domain/record.server.ts";
import {
  type ImportedCustomer,
  insertCustomers,
  insertCustomerTags,
  selectCustomersByEmails,
  updateCustomers,
} from "#db/customer_imports.ts";
import type { TenantTx } from "#db/transaction.ts";

type Lines = ImportFile & { ok: true };

/** What a file would do, in the caller's snapshot. Nothing is written. */
export async function previewImport(tx: TenantTx, file: Lines): Promise<ImportPlan> {
  const emails = file.lines.map(({ values }) => values.email);
  return planImport(file, emails.length === 0 ? [] : await selectCustomersByEmails(tx, emails));
}

/** Tells two plans apart: what was looked at from what would be done now. */
export const planHash = ({ added, updated }: ImportPlan): string =>
  createHash("sha256")
    .update(JSON.stringify([added.map(({ values }) => values), updated]))
    .digest("hex");

export type ImportOutcome =
  | { ok: true; added: number; updated: number }
  /** Somebody changed a customer of the file meanwhile: this is what it would do now. */
  | { ok: false; plan: ImportPlan };

/** Customers in one statement. */
const CHUNK = 1000;

/**
 * Adds and changes what is good in a file, all in one transaction, if that is still what was looked at.
 * @param seen planHash of the plan that was on show
 */
export async function importCustomers(context: Context, file: Lines, seen: string): Promise<ImportOutcome> {
  const ids = file.lines.map(newId);
  return takingAddress(context.provider.id, async (tx): Promise<ImportOutcome> => {
    const plan = await previewImport(tx, file);
    if (planHash(plan) !== seen) return { ok: false, plan };
    const added: ImportedCustomer[] = plan.added.map(({ values }, index) => ({ ...values, id: ids[index]! }));
    const updated: ImportedCustomer[] = plan.updated.map(({ id, values }) => ({ ...values, id }));
    for (const part of chunks(added)) await insertCustomers(tx, part, context.now);
    for (const part of chunks(updated)) await updateCustomers(tx, part, context.now);
    for (const part of chunks([...added, ...updated])) await insertCustomerTags(tx, part);
    const figures = { added: added.length, updated: updated.length };
    if (added.length + updated.length > 0) await recordAct(tx, context, "customer.imported", figures);
    return { ok: true, ...figures };
  });
}

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, n) => all.slice(n * CHUNK, (n + 1) * CHUNK));
