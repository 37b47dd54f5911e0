/** The token of a callback URL: whoever has it may answer. Only its hash is kept. */
import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { waitIdOn } from "../store/day.ts";

export interface MadeToken {
  /** 256 random bits, for a URL. */
  readonly token: string;
  readonly hash: Buffer;
}

export function makeToken(): MadeToken {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashToken(token) };
}

/** Id of a wait. It tells the day of its run, so that it is found where it lies, and is no secret. */
export function makeWaitId(day: string): string {
  return waitIdOn(day, randomUUID());
}

export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}

const hashOfNothing = hashToken("");

/** Whether the token is that of the hash, in constant time; null: there is no such record, and it takes as long. */
export function isTokenOf(token: string, hash: Buffer | null): boolean {
  const equal = timingSafeEqual(hashToken(token), hash ?? hashOfNothing);
  return equal && hash !== null;
}
