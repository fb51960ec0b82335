/** A browser with cookies and no screen, at one Daybook: asks and posts, remembers what it is told to. */
import { type Answer, type App, ask, type Fields, post } from "./web.ts";

export type Visitor = {
  /** Cookies by their full name. */
  jar: Map<string, string>;
  get: (where: string) => Promise<Answer>;
  post: (where: string, fields?: Fields) => Promise<Answer>;
};

export function createVisitor(app: Pick<App, "port">, cookies: Record<string, string> = {}): Visitor {
  const jar = new Map(Object.entries(cookies));
  const headers = (): Record<string, string> =>
    jar.size > 0 ? { Cookie: [...jar].map((pair) => pair.join("=")).join("; ") } : {};
  const kept = (answer: Answer): Answer => {
    for (const cookie of answer.headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/;\s*max-age=0\b/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  return {
    jar,
    get: async (where) => kept(await ask(app, where, { headers: headers() })),
    post: async (where, fields = {}) => kept(await post(app, where, fields, headers())),
  };
}

/** The page's heading, as text. */
export const headingOf = ({ text }: Answer): string =>
  (/<h1[^>]*>(.*?)<\/h1>/s.exec(text)?.[1] ?? "").replace(/<!-- -->/g, "").replace(/&#x27;/g, "'");
