import { afterEach } from "vitest";
import type { EgressPolicy } from "../egress/index.ts";
import {
  createDoor,
  type Door,
  type DoorOptions,
  type OutgoingRequest,
  type SendOptions,
  type SendResult,
} from "../send/door.ts";

const doors = new Set<Door>();

afterEach(() => {
  for (const door of doors) door.close();
  doors.clear();
});

/** A door that is closed after the test. */
export function testDoor(options: DoorOptions = {}): Door {
  const door = createDoor(options);
  doors.add(door);
  return door;
}

/** A policy that allows one host:port and knows no own endpoints. */
export function allow(allowedAddress: string): EgressPolicy {
  return { allowedAddress, ownEndpoints: [], localAddresses: () => [] };
}

export interface TestSend extends Partial<Omit<OutgoingRequest, "url">> {
  readonly options?: Partial<SendOptions>;
}

/** Sends to a URL whose host:port is allowed, with ordinary values for what is not given. */
export function sendTo(door: Door, text: string, wish: TestSend = {}): Promise<SendResult> {
  const url = new URL(text);
  const { options, ...request } = wish;
  const method = request.method ?? "GET";
  return door.send(
    {
      method,
      headers: [],
      body: null,
      safeToRepeat: ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"].includes(method),
      timeoutMs: 5_000,
      ...request,
      url,
    },
    { poolKey: "connection 1 version 1", policy: allow(url.host), signal: null, ...options },
  );
}
