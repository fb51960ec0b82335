import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type CustomerFormAnswer, CustomerFormPage } from "#app/components/pages/customer-form-page.tsx";
import { shownWords } from "#app/domain/conflicts.ts";
import { saveCustomer } from "#app/domain/customers/save.server.ts";
import { customerWords, EditCustomerInput } from "#app/domain/customers.ts";
import { customersPath, requireCustomer, TAKEN } from "#app/http/customers.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { requireId } from "#app/http/members.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "customers:write", async (tx, { view }) => {
    const row = await requireCustomer(tx, args.params.id);
    const words = customerWords(row);
    const { id, name, version } = row;
    const customer = { id, name, version, shown: JSON.stringify(words), values: words };
    return data({ desk: view, customer }, { headers: privateForm });
  }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "customers:write");
  const id = requireId(args.params.id);
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: EditCustomerInput });
  const answer = (status: number, rest: Partial<CustomerFormAnswer>) =>
    data(
      { lastResult: submission.reply(), conflict: null, other: null, ...rest } satisfies CustomerFormAnswer,
      {
        status,
        headers: privateForm,
      },
    );
  if (submission.status !== "success") return answer(422, {});
  const { shown, ...rest } = submission.value;
  const outcome = await saveCustomer(desk.provider_context, {
    ...rest,
    id,
    shown: shownWords(shown),
    theirs: [...form].flatMap(([name, value]) =>
      name.startsWith("keep_") && value === "theirs" ? name.slice("keep_".length) : [],
    ),
  });
  if (outcome.ok) throw redirect(`${customersPath(desk)}/${id}?just=saved`, 303);
  if (outcome.reason === "taken")
    return answer(422, { lastResult: submission.reply(TAKEN), other: outcome.other });
  return answer(409, { conflict: { ...outcome, shown: JSON.stringify(outcome.shown) } });
});

export const headers = passHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  privateMeta(data ? `Edit ${data.customer.name}` : "Customer");

export default function EditCustomer() {
  return <CustomerFormPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
