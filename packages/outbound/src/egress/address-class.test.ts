import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyAddress } from "./address-class.ts";
import { findOwnPlaces, type OwnEndpoints } from "./own.ts";
import { checkAddress, checkName, type Judgement, targetOf } from "./policy.ts";

const own = await findOwnPlaces({ ownEndpoints: [], localAddresses: () => [] }, 80, async () => []);
const nothingAllowed: Judgement = { allowedAddress: "", own };

/** What the policy says of a URL whose host is an address: the class, or "passes". */
function verdict(text: string, judged: Judgement = nothingAllowed): string {
  const target = targetOf(new URL(text));
  const blocked = checkName(target) ?? checkAddress(target.hostname, target, judged);
  return blocked?.class ?? "passes";
}

describe("the class of an address", () => {
  it.each([
    ["8.8.8.8", "public"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.255", "loopback"],
    ["::1", "loopback"],
    ["10.0.0.5", "private"],
    ["172.16.0.1", "private"],
    ["172.32.0.1", "public"],
    ["192.168.1.1", "private"],
    ["100.64.0.1", "carrier-grade-nat"],
    ["100.127.255.255", "carrier-grade-nat"],
    ["100.128.0.1", "public"],
    ["100.100.100.200", "metadata"],
    ["169.254.169.254", "metadata"],
    ["169.254.1.1", "link-local"],
    ["168.63.129.16", "metadata"],
    ["fd00:ec2::254", "metadata"],
    ["fc00::1", "unique-local"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["fec0::1", "site-local"],
    ["ff02::1", "multicast"],
    ["224.0.0.1", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["0.0.0.0", "unspecified"],
    ["0.1.2.3", "unspecified"],
    ["::", "unspecified"],
    ["::ffff:127.0.0.1", "loopback"],
    ["::ffff:8.8.8.8", "public"],
    ["::7f00:1", "ipv4-compatible"],
    ["64:ff9b::7f00:1", "nat64"],
    ["64:ff9b::808:808", "nat64"],
    ["64:ff9b:1::1", "nat64"],
    ["2002:7f00:1::", "6to4"],
    ["2001::1", "teredo"],
    ["2001:db8::1", "documentation"],
    ["192.0.2.1", "documentation"],
    ["198.18.0.1", "reserved"],
    ["2606:4700::1111", "public"],
    ["4000::1", "reserved"],
    ["5f00::1", "reserved"],
  ])("%s is %s", (address, expected) => {
    expect(classifyAddress(address)?.class).toBe(expected);
  });

  it("a text that is no address has no class", () => {
    expect(classifyAddress("example.net")).toBeNull();
    expect(classifyAddress("")).toBeNull();
  });

  it("every IPv4 address has the same class when it is written as mapped IPv6", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(classifyAddress(`::ffff:${address}`)).toEqual(classifyAddress(address));
      }),
    );
  });
});

describe("the policy on a URL", () => {
  it.each([
    ["http://127.0.0.1:5432", "loopback"],
    ["http://[::1]/", "loopback"],
    ["http://2130706433/", "loopback"],
    ["http://0x7f.1/", "loopback"],
    ["http://0177.1/", "loopback"],
    ["http://127.1/", "loopback"],
    ["http://0/", "unspecified"],
    ["http://①②⑦.0.0.1/", "loopback"],
    ["http://１２７.0.0.1/", "loopback"],
    ["http://127.0.0.1./", "loopback"],
    ["http://%31%32%37.0.0.1/", "loopback"],
    ["http://[::ffff:127.0.0.1]/", "loopback"],
    ["http://[::7f00:1]/", "ipv4-compatible"],
    ["http://[::]/", "unspecified"],
    ["http://0.0.0.0/", "unspecified"],
    ["http://[64:ff9b::7f00:1]/", "nat64"],
    ["http://[2002:7f00:1::]/", "6to4"],
    ["http://[2001::7f00:1]/", "teredo"],
    ["http://[fec0::1]/", "site-local"],
    ["http://[ff02::1]/", "multicast"],
    ["http://240.0.0.1/", "reserved"],
    ["http://255.255.255.255/", "broadcast"],
    ["http://169.254.169.254/latest/meta-data", "metadata"],
    ["http://metadata.google.internal/", "metadata"],
    ["http://METADATA.google.internal./", "metadata"],
    ["http://8.8.8.8/", "passes"],
  ])("%s is judged as %s", (url, expected) => {
    expect(verdict(url)).toBe(expected);
  });

  it.each([
    ["127.0.0.1:8080", "http://127.0.0.1:8080/x", "passes"],
    ["127.0.0.1:8080", "http://0x7f000001:8080/x", "passes"],
    ["127.0.0.1:8080", "http://127.0.0.1:8081/x", "loopback"],
    ["127.0.0.1:8080", "http://127.0.0.2:8080/x", "loopback"],
    ["10.0.0.5:443", "https://10.0.0.5/", "passes"],
    ["10.0.0.5:80", "http://10.0.0.5/", "passes"],
    ["10.0.0.5:80", "https://10.0.0.5/", "private"],
    ["[fd12::1]:8080", "http://[fd12::1]:8080/", "passes"],
    ["10.0.0.5", "http://10.0.0.5/", "private"],
    ["169.254.169.254:80", "http://169.254.169.254/", "metadata"],
    ["169.254.7.7:80", "http://169.254.7.7/", "link-local"],
    ["[fd00:ec2::254]:80", "http://[fd00:ec2::254]/", "metadata"],
    ["100.100.100.200:80", "http://100.100.100.200/", "metadata"],
    ["0.0.0.0:80", "http://0.0.0.0/", "unspecified"],
    ["metadata.google.internal:80", "http://metadata.google.internal/", "metadata"],
  ])("with Allowed address %s, %s is judged as %s", (allowedAddress, url, expected) => {
    expect(verdict(url, { ...nothingAllowed, allowedAddress })).toBe(expected);
  });

  it("the refusal of a private address names the exact entry that opens it", () => {
    const target = targetOf(new URL("https://Siem.Corp.Example./api"));
    expect(checkAddress("10.0.0.5", target, nothingAllowed)).toEqual({
      address: "10.0.0.5",
      class: "private",
      entry: "siem.corp.example:443",
    });
    const metadata = targetOf(new URL("http://169.254.169.254/"));
    expect(checkAddress("169.254.169.254", metadata, nothingAllowed)?.entry).toBeNull();
  });

  /** What is said of a URL at this moment, when it is the Allowed address and these are ours. */
  async function verdictNow(
    url: string,
    ours: OwnEndpoints,
    lookup: (name: string) => Promise<readonly string[]> = async () => [],
  ): Promise<string> {
    const { host, port } = new URL(url);
    return verdict(url, {
      allowedAddress: host,
      own: await findOwnPlaces(ours, Number(port), lookup),
    });
  }

  it.each([
    ["127.0.0.1", "http://127.0.0.1:3000/"],
    ["127.0.0.1", "http://127.0.0.2:3000/"],
    ["127.0.0.1", "http://[::ffff:127.0.0.1]:3000/"],
    ["localhost", "http://[::1]:3000/"],
    ["0.0.0.0", "http://127.0.0.1:3000/"],
    ["::", "http://10.9.8.7:3000/"],
    ["", "http://10.9.8.7:3000/"],
    ["10.9.8.7", "http://10.9.8.7:3000/"],
    ["10.9.8.7", "http://[::ffff:10.9.8.7]:3000/"],
    ["34.1.2.3", "http://34.1.2.3:3000/"],
    ["Database.Internal.", "http://10.1.2.3:3000/"],
    ["here.internal", "http://127.0.0.1:3000/"],
  ])(
    "122: an own listener on %s is never a target, even when %s is the Allowed address",
    async (host, url) => {
      const ours: OwnEndpoints = {
        ownEndpoints: [{ host, port: 3000 }],
        localAddresses: () => ["10.9.8.7", "fe80::1"],
      };
      const names = new Map([
        ["localhost", ["127.0.0.1"]],
        ["database.internal", ["10.1.2.3"]],
        ["here.internal", ["10.9.8.7"]],
      ]);
      const lookup = async (name: string) => names.get(name) ?? [];
      expect(await verdictNow(url, ours, lookup)).toBe("own-endpoint");
      expect(await verdictNow(url.replace("3000", "3001"), ours, lookup)).not.toBe("own-endpoint");
    },
  );

  it("122: an interface that came up after the start, and a name that moved, are ours at once", async () => {
    const local = ["10.9.8.7"];
    let database = "10.1.2.3";
    const ours: OwnEndpoints = {
      ownEndpoints: [
        { host: "0.0.0.0", port: 3000 },
        { host: "database.internal", port: 5432 },
      ],
      localAddresses: () => local,
    };
    const lookup = async () => [database];
    expect(await verdictNow("http://10.20.30.40:3000/", ours, lookup)).toBe("passes");
    expect(await verdictNow("http://10.4.5.6:5432/", ours, lookup)).toBe("passes");
    local.push("10.20.30.40");
    database = "10.4.5.6";
    expect(await verdictNow("http://10.20.30.40:3000/", ours, lookup)).toBe("own-endpoint");
    expect(await verdictNow("http://10.4.5.6:5432/", ours, lookup)).toBe("own-endpoint");
  });

  it("122: while a name of ours cannot be looked up, its port is closed; one that does not exist closes nothing", async () => {
    const ours: OwnEndpoints = {
      ownEndpoints: [{ host: "database.internal", port: 5432 }],
      localAddresses: () => [],
    };
    const failing = (code: string) => () => Promise.reject(Object.assign(new Error("x"), { code }));
    const url = "http://10.1.2.3:5432/";
    expect(await verdictNow(url, ours, failing("EAI_AGAIN"))).toBe("own-endpoint");
    expect(await verdictNow(url, ours, failing("ENOTFOUND"))).toBe("passes");
  });
});
