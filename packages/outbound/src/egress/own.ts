import { classifyAddress } from "./address-class.ts";

/** A listener of this installation, or its database: never a target. `host` may be a name, an address or a wildcard. */
export interface OwnEndpoint {
  readonly host: string;
  readonly port: number;
}

export interface OwnEndpoints {
  readonly ownEndpoints: readonly OwnEndpoint[];
  /** Addresses that this machine's interfaces have at the moment of the call. */
  readonly localAddresses: () => readonly string[];
}

/** Where this installation itself answers on one port, as it is at one moment. */
export interface OwnPlaces {
  /** Names as they are set, in lower case. */
  readonly names: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
  /** Every address of this machine leads to one of them, whatever it is set to. */
  readonly isHere: boolean;
  readonly local: ReadonlySet<string>;
  /** A name of ours could not be looked up: nobody can tell which addresses are ours. */
  readonly isUnknown: boolean;
}

/** Finds the addresses of a name; rejects with the resolver's error. */
type Lookup = (hostname: string) => Promise<readonly string[]>;

const wildcards: ReadonlySet<string> = new Set(["0.0.0.0", "::", "*", ""]);
const NOTHING: ReadonlySet<string> = new Set();
const NOWHERE: OwnPlaces = {
  names: NOTHING,
  addresses: NOTHING,
  local: NOTHING,
  isHere: false,
  isUnknown: false,
};

/**
 * The own listeners and databases on a port by every name and address they have now: interfaces
 * come and go, and names are pointed elsewhere, while a server runs. Names are looked up only for
 * a port that is one of ours.
 */
export async function findOwnPlaces(
  { ownEndpoints, localAddresses }: OwnEndpoints,
  port: number,
  lookup: Lookup,
): Promise<OwnPlaces> {
  const hosts = ownEndpoints.filter((own) => own.port === port).map(hostOf);
  if (hosts.length === 0) return NOWHERE;
  const local = new Set(localAddresses().flatMap(canonical));
  const names = hosts.filter((host) => !wildcards.has(host) && classifyAddress(host) === null);
  const found = await Promise.all(names.map((name) => addressesOf(name, lookup)));
  const addresses = new Set([...hosts, ...found.flatMap((one) => one ?? [])].flatMap(canonical));
  return {
    names: new Set(names),
    addresses,
    local,
    isHere:
      hosts.some((host) => wildcards.has(host)) ||
      [...addresses].some((address) => isOfThisMachine(address, local)),
    isUnknown: found.includes(null),
  };
}

/** Whether an address in its canonical spelling, reached by this name, is one of ours. Pure. */
export function isOwnPlace(address: string, hostname: string, own: OwnPlaces): boolean {
  return (
    own.isUnknown ||
    own.names.has(hostname) ||
    own.addresses.has(address) ||
    (own.isHere && isOfThisMachine(address, own.local))
  );
}

function isOfThisMachine(address: string, local: ReadonlySet<string>): boolean {
  const kind = classifyAddress(address)?.class;
  return kind === "loopback" || kind === "unspecified" || local.has(address);
}

/** null: it may have some, but the resolver does not say. */
async function addressesOf(name: string, lookup: Lookup): Promise<readonly string[] | null> {
  try {
    return await lookup(name);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    return code === "ENOTFOUND" ? [] : null;
  }
}

function canonical(address: string): readonly string[] {
  const classified = classifyAddress(address);
  return classified === null ? [] : [classified.address];
}

function hostOf({ host }: OwnEndpoint): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}
