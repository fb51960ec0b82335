import { useRouteLoaderData } from "@remix-run/react";
import type { ComponentPropsWithoutRef } from "react";

type Root = { form_token: string | null };

/**
 * Every form that changes something (a test looks for others). Browsers say from which site a form comes; for the few
 * that do not, a token in the form does (app/http/cross-site.ts).
 */
export function PostForm({ children, ...rest }: Omit<ComponentPropsWithoutRef<"form">, "method">) {
  // After a failure of the root there is no data; then there is no form either.
  const token = useRouteLoaderData<Root>("root")?.form_token;
  return (
    <form method="post" {...rest}>
      {token && <input type="hidden" name="form_token" value={token} />}
      {children}
    </form>
  );
}
