import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type CustomerFormAnswer, CustomerFormPage } from "#app/components/pages/customer-form-page.tsx";
import { addCustomer } from "#app/domain/customers/save.server.ts";
import { NewCustomerInput } from "#app/domain/customers.ts";
import { customersPath, TAKEN } from "#app/http/customers.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "customers:write", async (_tx, { view }) =>
    data({ desk: view }, { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "customers:write");
  const submission = parseWithZod(await readForm(args.request), { schema: NewCustomerInput });
  const answer = (rest: Partial<CustomerFormAnswer>) =>
    data(
      { lastResult: submission.reply(), conflict: null, other: null, ...rest } satisfies CustomerFormAnswer,
      {
        status: 422,
        headers: privateForm,
      },
    );
  if (submission.status !== "success") return answer({});
  const outcome = await addCustomer(desk.provider_context, submission.value);
  if (!outcome.ok) return answer({ lastResult: submission.reply(TAKEN), other: outcome.other });
  throw redirect(`${customersPath(desk)}/${outcome.id}?just=added`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("New customer");

export default function NewCustomer() {
  const { desk } = useLoaderData<typeof loader>();
  return <CustomerFormPage desk={desk} customer={null} answer={useActionData<typeof action>()} />;
}
