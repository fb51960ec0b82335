import type { Role } from "#db/memberships.ts";

/** What a member may do; guards ask for one of these, never for a role. */
export type Permission =
  | "desk:read"
  | "bookings:write"
  | "customers:write"
  | "services:write"
  | "schedules:write"
  | "settings:write"
  | "data:export"
  | "members:write"
  | "provider:delete";

const READS: Permission[] = ["desk:read"];
const RUNS: Permission[] = [
  ...READS,
  "bookings:write",
  "customers:write",
  "services:write",
  "schedules:write",
  "settings:write",
  "data:export",
];

/** Owner: everything. Manager: all but members and the end of the provider. Viewer: reads. */
const PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: [...RUNS, "members:write", "provider:delete"],
  manager: RUNS,
  viewer: READS,
};

export const may = (role: Role, permission: Permission): boolean => PERMISSIONS[role].includes(permission);
