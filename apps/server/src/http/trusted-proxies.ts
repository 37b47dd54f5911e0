import { BlockList, isIP } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** Where requests come from, for limits that count by address. */
export interface ClientAddresses {
  /** `remote`: the other end of the TCP connection. `forwarded`: what X-Forwarded-For says, if anything. */
  of(remote: string, forwarded: string | null): string;
}

/**
 * Believes X-Forwarded-For from these networks only, and of it only the part that they wrote: the
 * last address that is none of theirs. Whoever is not named there is who he connects as, so that
 * nobody picks the address that his tries are counted under.
 */
export function createClientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const trusted = new BlockList();
  for (const network of trustedProxies) {
    const { address, bits, family } = readNetwork(network) ?? {};
    if (address !== undefined && bits !== undefined) trusted.addSubnet(address, bits, family);
  }
  const isTrusted = (address: string): boolean => trusted.check(address, familyOf(address));
  return {
    of: (remote, forwarded) => {
      let address = plain(remote);
      const hops = (forwarded ?? "").split(",").map((hop) => plain(hop.trim()));
      while (isIP(address) !== 0 && isTrusted(address)) {
        const before = hops.pop();
        if (before === undefined || isIP(before) === 0) break;
        address = before;
      }
      return address;
    },
  };
}

/**
 * Under what the tries of an address are counted: of IPv6 the 64 bits that a network is given, since
 * whoever has one has as many addresses as he likes. Pure.
 */
export function countedAs(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const [before = "", after] = new URL(`http://[${address.split("%")[0]}]`).hostname
    .slice(1, -1)
    .split("::");
  const [front, back] = [groups(before), groups(after ?? "")];
  const gap = Array<string>(8 - front.length - back.length).fill("0");
  return `${[...front, ...gap, ...back].slice(0, 4).join(":")}::/64`;
}

/** Whom a request comes from, as his tries are counted. */
export function clientAddress(
  addresses: ClientAddresses,
  { env, req }: Context<{ Bindings: HttpBindings }>,
): string {
  const { remoteAddress = "" } = env.incoming.socket;
  return countedAs(addresses.of(remoteAddress, req.header("x-forwarded-for") ?? null));
}

/** Whether a text is an address, or a network in CIDR notation. Pure. */
export function isNetwork(text: string): boolean {
  return readNetwork(text) !== null;
}

interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: "ipv4" | "ipv6";
}

function readNetwork(text: string): Network | null {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || address.includes("%") || rest.length > 0) return null;
  const most = version === 4 ? 32 : 128;
  if (bits !== undefined && !/^[0-9]{1,3}$/.test(bits)) return null;
  const length = bits === undefined ? most : Number(bits);
  return length > most ? null : { address, bits: length, family: familyOf(address) };
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}

/** An IPv4 address that arrived at an IPv6 socket, without its port or brackets: as people write it. */
function plain(address: string): string {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? address;
  const four = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.exec(bare)?.[1];
  return four ?? bare.toLowerCase();
}
