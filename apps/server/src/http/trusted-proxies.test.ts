import { describe, expect, it } from "vitest";
import { countedAs, createClientAddresses, isNetwork } from "./trusted-proxies.ts";

describe("110: where a request comes from", () => {
  it.each([
    [
      "nobody is trusted: the other end of the connection",
      [],
      "198.51.100.7",
      "203.0.113.9",
      "198.51.100.7",
    ],
    [
      "a proxy that is not named is not believed",
      ["10.0.0.0/8"],
      "198.51.100.7",
      "203.0.113.9",
      "198.51.100.7",
    ],
    ["a named proxy is believed", ["10.0.0.0/8"], "10.1.2.3", "203.0.113.9", "203.0.113.9"],
    [
      "what the caller wrote himself is not",
      ["10.0.0.0/8"],
      "10.1.2.3",
      "1.1.1.1, 203.0.113.9",
      "203.0.113.9",
    ],
    [
      "proxies in a row",
      ["10.0.0.0/8"],
      "10.1.2.3",
      "1.1.1.1, 203.0.113.9, 10.9.9.9",
      "203.0.113.9",
    ],
    [
      "a caller who writes a proxy's address",
      ["10.0.0.7"],
      "10.0.0.7",
      "10.0.0.7, 203.0.113.9",
      "203.0.113.9",
    ],
    ["a proxy that says nothing", ["10.0.0.0/8"], "10.1.2.3", null, "10.1.2.3"],
    ["a proxy that says no address", ["10.0.0.0/8"], "10.1.2.3", "unknown", "10.1.2.3"],
    ["a proxy that has only its own to say", ["10.0.0.0/8"], "10.1.2.3", "10.4.4.4", "10.4.4.4"],
    [
      "an IPv4 proxy at an IPv6 socket",
      ["10.0.0.0/8"],
      "::ffff:10.1.2.3",
      "203.0.113.9",
      "203.0.113.9",
    ],
    ["IPv6", ["fd00::/8"], "fd00::1", "2001:DB8::5", "2001:db8::5"],
    ["addresses with ports", ["fd00::1"], "fd00::1", "[2001:db8::5]:4711", "2001:db8::5"],
    ["an IPv4 address with a port", ["127.0.0.1"], "127.0.0.1", "203.0.113.9:4711", "203.0.113.9"],
    ["a socket that is gone", ["10.0.0.0/8"], "", "203.0.113.9", ""],
  ])("%s", (_, trusted, remote, forwarded, address) => {
    expect(createClientAddresses(trusted).of(remote, forwarded)).toBe(address);
  });

  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2::5", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff::", "2001:db8:1:2::/64"],
    ["2001:DB8::1:2:3:4", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", ""],
  ])("57: the tries of %j are counted as those of %j", (address, counted) => {
    expect(countedAs(address)).toBe(counted);
  });

  it.each([
    ["10.0.0.0/8", true],
    ["10.0.0.7", true],
    ["::1", true],
    ["fd00::/129", false],
    ["10.0.0.0/33", false],
    ["10.0.0.0/", false],
    ["10.0.0", false],
    ["proxy.internal", false],
    ["fe80::1%eth0", false],
    ["10.0.0.0/8/8", false],
  ])("%s may stand in TRUSTED_PROXIES: %s", (text, fits) => {
    expect(isNetwork(text)).toBe(fits);
  });
});
