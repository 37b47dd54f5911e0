import type { Socket } from "node:net";
import { Client } from "undici";

/** An HTTP client on exactly one open connection, and the checked address it leads to. */
export interface SocketClient {
  readonly client: Client;
  readonly socket: Socket;
  readonly address: string;
}

/** Header block of an answer; undici's own default of 16 KiB refuses some real services. */
export const maxHeaderBytes = 32 * 1024;

const keepAliveMs = 4_000;
const maxIdlePerKey = 8;

/**
 * Puts an HTTP client on an open connection. When the connection is gone the client fails instead
 * of opening another one, since only the egress guard may open connections.
 */
export function clientOn(origin: string, socket: Socket, address: string): SocketClient {
  let used = false;
  const client = new Client(origin, {
    connect: (_options, callback) => {
      if (used || socket.destroyed) {
        const gone = Object.assign(new Error("connection is gone"), { code: "SOCKET_GONE" });
        queueMicrotask(() => callback(gone, null));
        return;
      }
      used = true;
      // Not at once: undici overlooks the request that is waiting when it is called back synchronously.
      queueMicrotask(() => callback(null, socket));
    },
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    maxHeaderSize: maxHeaderBytes,
    allowH2: false,
  });
  return { client, socket, address };
}

/**
 * Open connections between two requests. The key names connection record, version of its
 * credentials and origin, so that bytes left over by one record's server never reach another's
 * request, and a changed secret never rides on an old connection.
 */
export class IdleClients {
  #byKey = new Map<string, SocketClient[]>();
  #watched = new WeakSet<SocketClient>();

  /** Takes the connection used last, or null when none is open. */
  take(key: string): SocketClient | null {
    const idle = this.#byKey.get(key);
    for (let entry = idle?.pop(); entry !== undefined; entry = idle?.pop()) {
      if (idle?.length === 0) this.#byKey.delete(key);
      if (!entry.socket.destroyed && !entry.client.destroyed) return entry;
    }
    return null;
  }

  /** Gives a connection back after an answer was read to its end. */
  give(key: string, entry: SocketClient): void {
    if (entry.socket.destroyed || entry.client.destroyed) return;
    const idle = this.#byKey.get(key) ?? [];
    if (idle.length >= maxIdlePerKey) {
      discard(entry);
      return;
    }
    idle.push(entry);
    this.#byKey.set(key, idle);
    if (this.#watched.has(entry)) return;
    this.#watched.add(entry);
    entry.client.once("disconnect", () => this.#forget(key, entry));
  }

  /** How many connections are open and idle. */
  get size(): number {
    let total = 0;
    for (const idle of this.#byKey.values()) total += idle.length;
    return total;
  }

  /** Closes them all. */
  clear(): void {
    for (const idle of this.#byKey.values()) idle.forEach(discard);
    this.#byKey.clear();
  }

  #forget(key: string, entry: SocketClient): void {
    const idle = this.#byKey.get(key)?.filter((other) => other !== entry) ?? [];
    if (idle.length === 0) this.#byKey.delete(key);
    else this.#byKey.set(key, idle);
    discard(entry);
  }
}

/** Closes a connection for good. */
export function discard(entry: SocketClient): void {
  if (!entry.client.destroyed) entry.client.destroy().catch(() => {});
  entry.socket.destroy();
}
