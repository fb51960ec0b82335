import { describe, expect, test } from "vitest";
import { manageToken, recoverManageToken, sha256 } from "#app/domain/secrets.server.ts";

const [OLD, NEW] = ["o".repeat(32), "n".repeat(32)];
const PROVIDER = "019b0000-0000-7000-8000-000000000001";
const BOOKING = "019b0000-0000-7000-8000-000000000002";

describe("manage tokens", () => {
  test("are the same again, and 192 bits that fit in an address", () => {
    const token = manageToken(OLD, PROVIDER, BOOKING);
    expect(manageToken(OLD, PROVIDER, BOOKING)).toBe(token);
    expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });

  test("differ by secret, provider and booking, also where the parts only meet elsewhere", () => {
    const tokens = [
      manageToken(OLD, PROVIDER, BOOKING),
      manageToken(NEW, PROVIDER, BOOKING),
      manageToken(OLD, BOOKING, PROVIDER),
      manageToken(OLD, PROVIDER, PROVIDER),
      manageToken(OLD, `${PROVIDER}\n${BOOKING}`, ""),
      manageToken(OLD, PROVIDER.slice(0, -1), `1${BOOKING}`),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  test("are found again after the secret changed, while the old one is kept", () => {
    const token = manageToken(OLD, PROVIDER, BOOKING);
    const booking = { id: BOOKING, manage_token_hash: sha256(token) };
    expect(recoverManageToken([OLD], PROVIDER, booking)).toBe(token);
    expect(recoverManageToken([NEW, OLD], PROVIDER, booking)).toBe(token);
    expect(recoverManageToken([NEW], PROVIDER, booking)).toBeNull();
    expect(recoverManageToken([OLD], BOOKING, booking)).toBeNull();
    expect(recoverManageToken([], PROVIDER, booking)).toBeNull();
  });

  test("their hash says nothing of them", () => {
    const token = manageToken(OLD, PROVIDER, BOOKING);
    const hash = Buffer.from(sha256(token));
    expect(hash).toHaveLength(32);
    expect(hash.toString("latin1")).not.toContain(token);
    expect(sha256(token)).toEqual(sha256(token));
  });
});
