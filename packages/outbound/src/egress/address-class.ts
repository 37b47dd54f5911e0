import ipaddr from "ipaddr.js";

/**
 * What kind of place an IP address is. Only `public` (global unicast) may be called without an
 * allowance; `loopback` and `private` may be opened by a connection's Allowed address; the rest
 * never.
 */
export type AddressClass =
  | "public"
  | "loopback"
  | "private"
  | "carrier-grade-nat"
  | "unique-local"
  | "link-local"
  | "metadata"
  | "unspecified"
  | "multicast"
  | "broadcast"
  | "nat64"
  | "6to4"
  | "teredo"
  | "site-local"
  | "ipv4-compatible"
  | "documentation"
  | "reserved";

/** An address in its one canonical spelling (IPv4-mapped IPv6 becomes IPv4), and its class. */
export interface ClassifiedAddress {
  readonly address: string;
  readonly class: AddressClass;
}

// Where clouds answer with credentials. The first is link-local, the others lie in ranges that an
// allowance could open or that are public, hence named one by one.
const metadataAddresses: ReadonlySet<string> = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "fd00:ec2::254",
  "fd20:ce::254",
  "100.100.100.200",
  "192.0.0.192",
  "168.63.129.16",
]);

const ipv4Classes: Readonly<Record<string, AddressClass>> = {
  unicast: "public",
  unspecified: "unspecified",
  broadcast: "broadcast",
  multicast: "multicast",
  linkLocal: "link-local",
  loopback: "loopback",
  carrierGradeNat: "carrier-grade-nat",
  private: "private",
  reserved: "reserved",
};

const ipv6Classes: Readonly<Record<string, AddressClass>> = {
  unspecified: "unspecified",
  linkLocal: "link-local",
  multicast: "multicast",
  loopback: "loopback",
  uniqueLocal: "unique-local",
  deprecatedSiteLocal: "site-local",
  rfc6145: "nat64",
  rfc6052: "nat64",
  "6to4": "6to4",
  teredo: "teredo",
};

const documentationRanges = [
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "2001:db8::/32",
  "3fff::/20",
].map((range) => ipaddr.parseCIDR(range));

const globalUnicast = ipaddr.parseCIDR("2000::/3");
const ipv4Compatible = ipaddr.parseCIDR("::/96");

/**
 * Classifies an IP address by the rule "only global unicast passes": whatever is in no list is
 * public for IPv4, and for IPv6 only inside 2000::/3. Null when the text is no IP address. Pure.
 *
 * Source: the IANA special-purpose address registries (RFC 6890) and the metadata addresses that
 * cloud providers publish.
 */
export function classifyAddress(text: string): ClassifiedAddress | null {
  if (!ipaddr.isValid(text)) return null;
  // A zone ("fe80::1%eth0") names an interface, not another address.
  const parsed = ipaddr.parse(text.split("%", 1)[0] ?? text);
  const ip =
    parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
  const address = ip.toString();
  return { address, class: metadataAddresses.has(address) ? "metadata" : classOf(ip) };
}

function classOf(ip: ipaddr.IPv4 | ipaddr.IPv6): AddressClass {
  if (documentationRanges.some((range) => isInside(ip, range))) return "documentation";
  if (ip instanceof ipaddr.IPv4) return ipv4Classes[ip.range()] ?? "reserved";
  const named = ipv6Classes[ip.range()];
  if (named !== undefined) return named;
  if (isInside(ip, ipv4Compatible)) return "ipv4-compatible";
  return ip.range() === "unicast" && isInside(ip, globalUnicast) ? "public" : "reserved";
}

function isInside(
  ip: ipaddr.IPv4 | ipaddr.IPv6,
  [network, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number],
): boolean {
  return ip.kind() === network.kind() && ip.match(network, bits);
}
