/**
 * The baseline of the service page, in a process of its own: this Remix, this Express front and this entry.server,
 * with one route that has no loader and whose HTML is there already. What is left is what Remix itself costs.
 * BARE_BODY_FILE names the file with the body to answer.
 */
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import { Links, Meta } from "@remix-run/react";
import compression from "compression";
import express from "express";
import { createElement as h, type ReactNode } from "react";

const built = (await import(
  fileURLToPath(new URL("../../build/server/index.js", import.meta.url))
)) as ServerBuild;
const __html = readFileSync(process.env.BARE_BODY_FILE!, "utf8");

const Layout = ({ children }: { children: ReactNode }) =>
  h(
    "html",
    { lang: "en" },
    h("head", null, h("meta", { charSet: "utf-8" }), h(Meta), h(Links)),
    h("body", null, children),
  );
// biome-ignore lint/security/noDangerouslySetInnerHtml: HTML of our own page; drawing it again would not be bare
const Page = () => h("div", { dangerouslySetInnerHTML: { __html } });

const route = (id: string, path: string, module: ServerBuild["routes"][string]["module"]) => ({
  id,
  path,
  module,
  ...(id === "root" ? {} : { parentId: "root" }),
});
const manifest = (id: string, path: string) => ({
  id,
  path,
  module: "/assets/none.js",
  hasAction: false,
  hasLoader: false,
  hasClientAction: false,
  hasClientLoader: false,
  hasErrorBoundary: false,
  ...(id === "root" ? {} : { parentId: "root" }),
});

const build: ServerBuild = {
  ...built,
  routes: {
    root: route("root", "", { default: () => h(Page), Layout } as never),
    page: route("page", "*", { default: () => null } as never),
  },
  assets: { ...built.assets, routes: { root: manifest("root", ""), page: manifest("page", "*") } },
};

const app = express();
app.disable("x-powered-by");
app.set("etag", false);
app.use(compression());
app.all("*", createRequestHandler({ build, mode: "production" }));
const server = app.listen(0, "127.0.0.1", () => {
  process.send?.({ type: "ready", port: (server.address() as AddressInfo).port });
});
process.on("SIGTERM", () => process.exit(0));
