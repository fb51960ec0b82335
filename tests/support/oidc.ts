/**
 * A real identity provider (oidc-provider) on a free port of this machine, with one client and the smallest login there
 * is. In front of its token endpoint stands a thin proxy, so that a test can see what an answer that was tampered with
 * leads to.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import Provider from "oidc-provider";

export type Person = { email?: string; email_verified?: boolean; name?: string };
export type Tokens = { id_token: string; access_token: string } & Record<string, unknown>;

export type Issuer = {
  url: string;
  /** What a Daybook is started with to let people sign in here. */
  env: Record<string, string>;
  /** Who can sign in, by the login that they type; others have an address of their own that is verified. */
  people: Map<string, Person>;
  /** Changes what the token endpoint answers; null: nothing does. */
  tamper: ((tokens: Tokens) => Tokens | Promise<Tokens>) | null;
  /** Answers nothing but 503, as a provider does that is about to be updated. */
  is_down: boolean;
  /** What was sent to the token endpoint, the last one last. */
  token_requests: URLSearchParams[];
  /** An ID token with other claims, signed rightly unless another key is asked for. */
  sign: (id_token: string, claims: JWTPayload, key?: "own" | "foreign") => Promise<string>;
  stop: () => Promise<void>;
};

export const CLIENT = { id: "daybook", secret: "a secret: 100%+ odd/characters" };

type Options = { redirect_uri: string; port?: number; claims_in_token?: boolean };

export async function startIssuer({
  redirect_uri,
  port = 0,
  claims_in_token = false,
}: Options): Promise<Issuer> {
  const front = createServer();
  const url = await listen(front, port);
  const own = await generateKeyPair("RS256", { extractable: true });
  const foreign = await generateKeyPair("RS256", { extractable: true });
  const people = new Map<string, Person>();
  const personOf = (login: string): Person =>
    people.get(login) ?? { email: `${login}@example.org`, email_verified: true, name: `The ${login}` };

  const provider = new Provider(url, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirect_uri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(own.privateKey)), kid: "own", use: "sig", alg: "RS256" }] },
    cookies: { keys: ["a key of the tests"] },
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: !claims_in_token,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/login/${uid}` },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Grant: 600,
      Interaction: 600,
      Session: 600,
    },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...personOf(accountId) }),
    }),
    // Nobody is asked for consent.
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client!.clientId,
        accountId: context.oidc.session!.accountId!,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    renderError: (context, out) => {
      context.type = "text/plain";
      context.body = JSON.stringify(out);
    },
  });
  const answer = provider.callback();
  const behind = createServer(answer);
  const behindUrl = await listen(behind, 0);

  const issuer: Issuer = {
    url,
    env: {
      OIDC_ISSUER: url,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_LABEL: "Test ID",
    },
    people,
    tamper: null,
    is_down: false,
    token_requests: [],
    sign: async (id_token, claims, key = "own") =>
      new SignJWT({ ...decodeJwt(id_token), ...claims })
        .setProtectedHeader({ alg: "RS256", kid: "own" })
        .sign((key === "own" ? own : foreign).privateKey),
    stop: async () => {
      await Promise.all([close(front), close(behind)]);
    },
  };

  const login = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== "POST") {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(LOGIN);
      return;
    }
    const form = new URLSearchParams(await text(request));
    const result = form.has("cancel")
      ? { error: "access_denied", error_description: "The person said no" }
      : { login: { accountId: form.get("login") ?? "" } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };

  const token = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    issuer.token_requests.push(new URLSearchParams(body));
    const answered = await fetch(`${behindUrl}/token`, {
      method: "POST",
      body,
      headers: {
        "Content-Type": request.headers["content-type"] ?? "",
        Authorization: request.headers.authorization ?? "",
      },
    });
    const tokens = (await answered.json()) as Tokens;
    const sent = answered.ok && issuer.tamper ? await issuer.tamper(tokens) : tokens;
    response.writeHead(answered.status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(sent));
  };

  front.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? "/", url);
    if (issuer.is_down) response.writeHead(503).end("Back soon");
    else if (pathname.startsWith("/login/")) void login(request, response);
    else if (pathname === "/token") void token(request, response);
    else void answer(request, response);
  });
  return issuer;
}

const LOGIN = `<!doctype html><html lang="en"><title>Test ID</title><link rel="icon" href="data:,">
<main><h1>Sign in to Test ID</h1><form method="post">
<label>Login <input name="login"></label> <button>Sign in</button> <button name="cancel" value="1">Cancel</button>
</form></main></html>`;

const listen = (server: Server, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** What somebody does at the provider, without a browser: from the address they are sent to, to the one they come back by. */
export async function signInAtIssuer(href: string, login: string | null): Promise<URL> {
  const jar = new Map<string, string>();
  const go = async (where: string, form?: Record<string, string>): Promise<string> => {
    const answered = await fetch(where, {
      redirect: "manual",
      headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const cookie of answered.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      jar.set(name!, value!);
    }
    const to = answered.headers.get("location");
    if (!to) throw new Error(`The provider leads nowhere: ${answered.status} ${await answered.text()}`);
    return new URL(to, where).href;
  };
  const page = await go(href);
  if (!page.includes("/login/")) return new URL(page);
  const resumed = await go(page, login === null ? { cancel: "1" } : { login });
  return new URL(await go(resumed));
}
