import { v7 } from "uuid";

/** A new id: UUID v7, so that rows written together lie together. */
export const newId = (): string => v7();
