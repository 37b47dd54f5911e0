import type { AddressClass } from "./address-class.ts";
import { classifyAddress } from "./address-class.ts";
import { isOwnPlace, type OwnEndpoints, type OwnPlaces } from "./own.ts";

/** What one connection may reach. */
export interface EgressPolicy extends OwnEndpoints {
  /** The connection's Allowed address, an exact "host:port"; empty: none. */
  readonly allowedAddress: string;
}

/** What a policy comes to for one port at one moment. */
export interface Judgement {
  readonly allowedAddress: string;
  readonly own: OwnPlaces;
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
  { allowedAddress, own }: Judgement,
): Blocked | null {
  const classified = classifyAddress(address);
  if (classified === null) return { address, class: "reserved", entry: null };
  if (isOwnPlace(classified.address, target.hostname, own)) {
    return { address: classified.address, class: "own-endpoint", entry: null };
  }
  if (classified.class === "public") return null;
  const canOpen = openable.has(classified.class);
  if (canOpen && isAllowed(target, allowedAddress)) return null;
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
