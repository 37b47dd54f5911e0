import type { AddressClass } from "./address-class.ts";
import { classifyAddress } from "./address-class.ts";

/** A listener of this installation, or its database: never a target. `host` may be a name, an address or a wildcard. */
export interface OwnEndpoint {
  readonly host: string;
  readonly port: number;
}

/** What one connection may reach. */
export interface EgressPolicy {
  /** The connection's Allowed address, an exact "host:port"; empty: none. */
  readonly allowedAddress: string;
  readonly ownEndpoints: readonly OwnEndpoint[];
  /** Addresses of this machine's interfaces, for own listeners on a wildcard address. */
  readonly localAddresses: readonly string[];
}

/** Where a request wants to go, as the URL parser of the WHATWG understands it. */
export interface Target {
  /** Lower case, without brackets and trailing dot. */
  readonly hostname: string;
  readonly port: number;
  /** True when the host is an IP address, in whatever spelling it was written. */
  readonly isLiteral: boolean;
}

export type BlockedClass = Exclude<AddressClass, "public"> | "own-endpoint";

/** Why a target is refused. */
export interface Blocked {
  /** The address, or the name where the name alone decides. */
  readonly address: string;
  readonly class: BlockedClass;
  /** What to enter as Allowed address to open it; null when nothing can. */
  readonly entry: string | null;
}

const metadataNames: ReadonlySet<string> = new Set([
  "metadata.google.internal",
  "metadata.goog",
  "metadata",
  "instance-data",
  "instance-data.ec2.internal",
]);

const wildcards: ReadonlySet<string> = new Set(["0.0.0.0", "::", "*", ""]);
const openable: ReadonlySet<BlockedClass> = new Set([
  "loopback",
  "private",
  "carrier-grade-nat",
  "unique-local",
]);

/** The target of a parsed http or https URL. Pure. */
export function targetOf(url: URL): Target {
  const bare = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  return { hostname: bare, port, isLiteral: classifyAddress(bare) !== null };
}

/** "host:port" as it is entered in Allowed address; IPv6 in brackets. Pure. */
export function entryOf(target: Target): string {
  const host = target.hostname.includes(":") ? `[${target.hostname}]` : target.hostname;
  return `${host}:${target.port}`;
}

/** Refuses names that are metadata services wherever they point. Null: the name may be looked up. Pure. */
export function checkName(target: Target): Blocked | null {
  if (!metadataNames.has(target.hostname)) return null;
  return { address: target.hostname, class: "metadata", entry: null };
}

/**
 * Judges one address that a target stands for (the literal itself, or one DNS answer).
 * Null: it may be connected to. Pure.
 */
export function checkAddress(
  address: string,
  target: Target,
  policy: EgressPolicy,
): Blocked | null {
  const classified = classifyAddress(address);
  if (classified === null) return { address, class: "reserved", entry: null };
  if (isOwn(classified.address, classified.class, target, policy)) {
    return { address: classified.address, class: "own-endpoint", entry: null };
  }
  if (classified.class === "public") return null;
  const canOpen = openable.has(classified.class);
  if (canOpen && isAllowed(target, policy.allowedAddress)) return null;
  return {
    address: classified.address,
    class: classified.class,
    entry: canOpen ? entryOf(target) : null,
  };
}

/** Host and port must both be the entry's; a host name is compared as the URL parser spells it. */
function isAllowed(target: Target, allowedAddress: string): boolean {
  const entry = allowedAddress.trim();
  if (entry === "" || !/:\d+$/.test(entry)) return false;
  try {
    const url = new URL(`http://${entry}/`);
    // The URL parser drops the default port of its scheme, hence the port from the text.
    const allowed = { ...targetOf(url), port: Number(entry.slice(entry.lastIndexOf(":") + 1)) };
    return entryOf(allowed) === entryOf(target);
  } catch {
    return false;
  }
}

function isOwn(
  address: string,
  addressClass: AddressClass,
  target: Target,
  policy: EgressPolicy,
): boolean {
  const isLocal =
    addressClass === "loopback" ||
    addressClass === "unspecified" ||
    policy.localAddresses.some((local) => classifyAddress(local)?.address === address);
  return policy.ownEndpoints.some((own) => {
    if (own.port !== target.port) return false;
    const host = own.host
      .toLowerCase()
      .replace(/^\[|\]$/g, "")
      .replace(/\.$/, "");
    if (wildcards.has(host)) return isLocal;
    const ownClass = classifyAddress(host);
    if (ownClass === null) return host === target.hostname || (host === "localhost" && isLocal);
    // 127.0.0.2 also reaches a listener on 127.0.0.1 behind some resolvers: all of loopback is one place.
    return (
      ownClass.address === address || (ownClass.class === "loopback" && addressClass === "loopback")
    );
  });
}
