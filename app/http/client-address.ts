import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyaddr from "proxy-addr";

type Trust = (address: string, hop: number) => boolean;

const nobody: Trust = () => false;

/**
 * Whom TRUST_PROXY trusts: a number of proxies in front, or their addresses, networks and ranges (loopback, linklocal,
 * uniquelocal), parted by commas. Not Express' own "trust proxy": that one also believes X-Forwarded-Proto and
 * X-Forwarded-Host, from which Remix makes addresses.
 * @throws TypeError for what is none of these
 */
export function trustOf(setting: string | null): Trust {
  if (!setting) return nobody;
  if (/^\d+$/.test(setting)) {
    const proxies = Number(setting);
    if (proxies > 9) throw new TypeError("more proxies than anyone has");
    return (_address, hop) => hop < proxies;
  }
  return proxyaddr.compile(setting.split(",").map((part) => part.trim()));
}

/** Whether TRUST_PROXY can be read. */
export function isTrustSetting(setting: string): boolean {
  try {
    trustOf(setting);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where a request comes from. Without a proxy that is trusted it is the other end of the connection, whatever the
 * headers claim; behind one, the last address that the proxy did not make up.
 */
export function clientAddress(request: IncomingMessage, trust: Trust): string {
  const own = plain(request.socket.remoteAddress);
  return plain(proxyaddr(request, trust)) ?? own ?? "unknown";
}

/** An IPv4 address that came over IPv6 is written as what it is; ports go; null for what is no address. */
const plain = (text: string | undefined): string | null => {
  const bare = (text ?? "")
    .trim()
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/%.*$/, "");
  const address = /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(bare) ? bare.slice(7) : bare;
  return isIP(address) ? address.toLowerCase() : null;
};

/**
 * Who counts as one in rate limits: an IPv4 address, or an IPv6 network of /64, because whoever has one address there
 * has 2^64.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  // An IPv4 ending ("64:ff9b::192.0.2.1") stands for two groups.
  const groups = (list: string[]) => list.length + (list.at(-1)?.includes(".") ? 1 : 0);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups(before) - groups(after));
  const all = [...before, ...Array<string>(zeros).fill("0"), ...after];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, "").toLowerCase())
    .join(":")}::/64`;
}
