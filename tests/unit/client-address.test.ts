import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { clientAddress, networkOf, trustOf } from "#app/http/client-address.ts";

const from = (remoteAddress: string | undefined, forwarded: string | undefined, setting: string | null) =>
  clientAddress(
    { socket: { remoteAddress }, headers: { "x-forwarded-for": forwarded } } as unknown as IncomingMessage,
    trustOf(setting),
  );

describe("the client's address", () => {
  test.each<[string, string | undefined, string | undefined, string | null, string]>([
    ["nobody is trusted unless set", "203.0.113.9", "198.51.100.1", null, "203.0.113.9"],
    ["nor with 0 proxies", "203.0.113.9", "198.51.100.1", "0", "203.0.113.9"],
    ["one proxy says who asked it", "10.0.0.1", "198.51.100.1", "1", "198.51.100.1"],
    [
      "what the client claimed before it does not count",
      "10.0.0.1",
      "1.1.1.1, 198.51.100.1",
      "1",
      "198.51.100.1",
    ],
    ["two proxies", "10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "2", "198.51.100.1"],
    ["more proxies set than there are", "10.0.0.1", "198.51.100.1", "5", "198.51.100.1"],
    ["by the proxy's address", "10.0.0.1", "1.1.1.1, 198.51.100.1", "10.0.0.0/8", "198.51.100.1"],
    ["another than the proxy cannot claim", "203.0.113.9", "198.51.100.1", "10.0.0.0/8", "203.0.113.9"],
    ["a proxy on this machine", "::ffff:127.0.0.1", "198.51.100.1", "loopback", "198.51.100.1"],
    ["no header", "10.0.0.1", undefined, "1", "10.0.0.1"],
    ["an empty header", "10.0.0.1", "", "1", "10.0.0.1"],
    ["no address at all is the proxy's own", "10.0.0.1", "unknown", "1", "10.0.0.1"],
    ["nor is a text", "10.0.0.1", "<script>alert(1)</script>", "1", "10.0.0.1"],
    ["a port is left out", "10.0.0.1", "198.51.100.1:40123", "1", "198.51.100.1"],
    ["also behind IPv6", "10.0.0.1", "[2001:DB8::1]:40123", "1", "2001:db8::1"],
    ["IPv4 over IPv6 is IPv4", "::ffff:203.0.113.9", undefined, null, "203.0.113.9"],
    ["a zone is left out", "fe80::1%eth0", undefined, null, "fe80::1"],
    ["a connection that is gone", undefined, undefined, null, "unknown"],
  ])("%s", (_what, socket, forwarded, setting, expected) => {
    expect(from(socket, forwarded, setting)).toBe(expected);
  });

  test.each<[string, string]>([
    ["203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
    ["2001:DB8:0001:0002:ffff::", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
    ["unknown", "unknown"],
  ])("%s counts as %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
