/**
 * A large answer by callback lies once as it was received (its delivery) and once as it is read (the data
 * of its result). What else would hold it refers to the delivery, or is made from it again.
 */
import { isJsonObject, type Json } from "@callbook/core/json";
import { readPayload } from "../callback/payload.ts";
import type { CallbackAnswer } from "./rows.ts";

/** Below this two short copies are cheaper than what spares them. */
export const SPARED_BYTES = 8 * 1024;

/** What was received, without a text that its delivery has letter by letter. */
export function withoutText(raw: Json, { text, size, deliveryId }: CallbackAnswer): Json {
  if (size < SPARED_BYTES || !isJsonObject(raw) || raw["text"] !== text) return raw;
  const { text: _, ...rest } = raw;
  return { ...rest, textOfDelivery: deliveryId };
}

/** The delivery that has the text of what was received; null: it has it itself. */
export function deliveryOfText(raw: Json): string | null {
  if (!isJsonObject(raw)) return null;
  const id = raw["textOfDelivery"];
  return typeof id === "string" ? id : null;
}

/** What was received, with its text. */
export function withText(raw: Json, text: string): Json {
  if (!isJsonObject(raw)) return raw;
  const { textOfDelivery: _, ...rest } = raw;
  return { ...rest, text };
}

/** What a delivery says, read from its body again; null: it cannot be read. */
export function viewOf(headers: Readonly<Record<string, string>>, body: Uint8Array): Json {
  const payload = readPayload(headers["content-type"] ?? null, body);
  return payload.ok ? payload.view : null;
}
