import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CustomerErasurePage } from "#app/components/pages/customer-erasure-page.tsx";
import { eraseCustomer } from "#app/domain/customers/erase.server.ts";
import { EraseCustomerInput } from "#app/domain/customers.ts";
import { isNameOf } from "#app/domain/providers/deletion.ts";
import { viewErasure } from "#app/http/customer-acts.server.ts";
import { customersPath, requireCustomer } from "#app/http/customers.server.ts";
import { readingDesk } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "customers:write", async (tx, desk) =>
    data(await viewErasure(tx, desk, args.params.id, args.request), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { desk, customer } = await readingDesk(args, "customers:write", async (tx, desk) => ({
    desk,
    customer: await requireCustomer(tx, args.params.id),
  }));
  const submission = parseWithZod(await readForm(args.request), { schema: EraseCustomerInput });
  const answer = (status: number, lastResult: ReturnType<typeof submission.reply>) =>
    data({ lastResult }, { status, headers: privateForm });
  if (submission.status !== "success") return answer(422, submission.reply());
  if (!isNameOf(submission.value.name, customer))
    return answer(422, submission.reply({ fieldErrors: { name: ["That is not this customer’s name."] } }));
  const outcome = await eraseCustomer(desk.provider_context, { id: customer.id });
  if (!outcome.ok)
    return answer(
      409,
      submission.reply({ formErrors: ["A booking lies ahead: somebody has just made it. Cancel it first."] }),
    );
  throw redirect(`${customersPath(desk)}?just=erased`, 303);
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `Erase ${data.customer.name}` : "Erase a customer");

export default function Erasure() {
  return (
    <CustomerErasurePage
      {...useLoaderData<typeof loader>()}
      lastResult={useActionData<typeof action>()?.lastResult}
    />
  );
}
