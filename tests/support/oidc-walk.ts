/** The way through a test's identity provider and back, step by step, without a browser. */
import { expect } from "vitest";
import { signInAtIssuer } from "./oidc.ts";
import type { Visitor } from "./visitor.ts";
import { type Answer, PUBLIC_URL } from "./web.ts";

export const START = "/sign-in/with/oidc";
export const CALLBACK = `${START}/callback`;
export const SESSION = "__Host-daybook-session";
export const FLOW = "__Host-daybook-oidc";

/** Begins at a form's address and gives the address that the page on the way leads to. */
export async function leaveFor(visitor: Visitor, start = START, next = "/account"): Promise<URL> {
  const started = await visitor.post(start, { next });
  expect(started.status, started.text).toBe(303);
  expect(started.headers.location).toBe(START);
  const page = await visitor.get(START);
  expect(page.status).toBe(200);
  const [, href = ""] = /http-equiv="refresh" content="0;url=([^"]+)"/i.exec(page.text) ?? [];
  return new URL(href.replaceAll("&amp;", "&"));
}

/** Signs in at the provider (null: cancels there) and gives the address that it leads back to. */
export async function signInThere(
  visitor: Visitor,
  login: string | null,
  start?: string,
  next?: string,
): Promise<URL> {
  const back = await signInAtIssuer((await leaveFor(visitor, start, next)).href, login);
  expect(back.origin + back.pathname).toBe(PUBLIC_URL + CALLBACK);
  return back;
}

/** The whole way: there, in, and back. */
export async function comeBack(
  visitor: Visitor,
  login: string | null,
  start?: string,
  next?: string,
): Promise<Answer> {
  const back = await signInThere(visitor, login, start, next);
  return visitor.get(back.pathname + back.search);
}
