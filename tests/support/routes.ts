/** The routes of the build, so that no test of all routes can forget a new one. */
import { fileURLToPath } from "node:url";

type Manifest = Record<
  string,
  { id: string; parentId?: string; path?: string; module?: { action?: unknown; loader?: unknown } }
>;

export type BuiltRoute = { id: string; path: string; has_action: boolean; has_loader: boolean };

/** Every route but the root, with its whole path ("/dashboard/:username"). Import it after startApp: that builds. */
export async function builtRoutes(): Promise<BuiltRoute[]> {
  const file = fileURLToPath(new URL("../../build/server/index.js", import.meta.url));
  const { routes } = (await import(file)) as { routes: Manifest };
  const full = (id: string): string => {
    const { parentId, path = "" } = routes[id]!;
    return `${parentId ? full(parentId) : ""}${path ? `/${path}` : ""}`;
  };
  return Object.values(routes)
    .filter(({ id }) => id !== "root")
    .map(({ id, module }) => ({
      id: id.replace(/^routes\//, ""),
      path: full(id) || "/",
      has_action: module?.action !== undefined,
      has_loader: module?.loader !== undefined,
    }));
}

/** A route's path with its parameters filled in; one that is not named becomes "x". */
export const fillPath = (path: string, params: Record<string, string>): string =>
  path.replace(/:(\w+)\??|\*/g, (_, name: string | undefined) => params[name ?? "*"] ?? "x");
