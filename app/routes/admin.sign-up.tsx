import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { changeSignUp } from "#app/domain/operator.server.ts";
import { SignUpInput } from "#app/domain/operator.ts";
import { guarded, notFound, problem, readForm } from "#app/http/guarded.server.ts";
import { requireOperatorContext } from "#app/http/operator.server.ts";
import { requireOperator } from "#app/http/session.server.ts";

export const loader = guarded(async (args: LoaderFunctionArgs) => {
  await requireOperator(args);
  throw notFound();
});

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { context } = await requireOperatorContext(args);
  const submission = parseWithZod(await readForm(args.request), { schema: SignUpInput });
  if (submission.status !== "success")
    throw problem(422, {
      title: "Who may sign up?",
      text: "Choose one of the two.",
      links: [{ href: "/admin", label: "Back" }],
    });
  await changeSignUp(context, submission.value.sign_up);
  return redirect("/admin?just=saved", 303);
});

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function SignUp() {
  return null;
}
