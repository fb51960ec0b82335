/**
 * The account under which the server runs. PostgreSQL refuses to run as root, so root lends it another user;
 * everybody else runs it as themselves.
 */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** null: run it as who we are. */
export function serverAccount(existingCluster: string | null): Account | null {
  if (process.getuid?.() !== 0) return null;
  if (existingCluster) {
    // The server insists that its data folder is its own, and root does not take folders away from people.
    const { uid, gid } = statSync(existingCluster);
    if (uid !== 0) return { name: nameOf(uid), uid, gid };
  }
  return findAccount("postgres") ?? findAccount("daybook") ?? createAccount();
}

/** How `spawn` lends the account. Node also drops root's supplementary groups when it is given a uid. */
export function as(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** Tries it instead of adding up mode bits: access lists, mount options and security modules have a say too. */
export function mayUse(account: Account | null, command: string, args: string[]): boolean {
  return spawnSync(command, args, { ...as(account), cwd: "/", stdio: "ignore" }).status === 0;
}

export function mayWrite(account: Account | null, folder: string): boolean {
  return mayUse(account, "/bin/sh", ["-c", 'test -w "$1" && test -x "$1"', "sh", folder]);
}

function findAccount(name: string): Account | null {
  const uid = id("-u", name);
  const gid = id("-g", name);
  return uid && gid ? { name, uid, gid } : null;
}

function id(flag: string, name: string): number | null {
  const result = spawnSync("id", [flag, name], { encoding: "utf8" });
  return result.status === 0 ? Number(result.stdout) : null;
}

function nameOf(uid: number): string {
  return spawnSync("id", ["-un", String(uid)], { encoding: "utf8" }).stdout?.trim() || String(uid);
}

function createAccount(): Account {
  const none = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"];
  const attempts: [string, string[]][][] = [
    [["useradd", ["--system", "--user-group", ...none, "daybook"]]],
    // BusyBox, as on Alpine, has other words for it.
    [
      ["addgroup", ["-S", "daybook"]],
      [
        "adduser",
        ["-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", "-G", "daybook", "daybook"],
      ],
    ],
  ];
  for (const commands of attempts) {
    for (const [command, args] of commands) spawnSync(command, args, { stdio: "ignore" });
    const made = findAccount("daybook");
    if (made) return made;
  }
  throw new Error(
    "PostgreSQL does not run as root, and no system user could be created for it. Start Daybook as an ordinary " +
      'user, create a system user named "daybook", or set DATABASE_URL to a PostgreSQL server of yours.',
  );
}
