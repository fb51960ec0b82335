import manifest from "../package.json" with { type: "json" };

/** Which Daybook this is. */
export const VERSION: string = manifest.version;
