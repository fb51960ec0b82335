import { createContext } from "react";

/** Where the build has put app/entry.client.ts; app/entry.server.tsx says it, app/root.tsx needs it. */
export const EntryScript = createContext("");
