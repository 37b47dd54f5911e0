/** The columns of a result beside its bodies, in one order for all who write them. */
import type { BlockResultRow } from "../rows.ts";
import { storableText } from "../storable.ts";
import type { Value } from "./part.ts";

export const resultColumns: readonly (readonly [name: string, type: string])[] = [
  ["path", "text"],
  ["slot", "text"],
  ["attempt", "int"],
  ["connection", "int"],
  ["status", "text"],
  ["code", "int"],
  ["message", "text"],
  ["summary", "text"],
  ["error", "text"],
  ["trace", "text"],
  ["size", "bigint"],
  ["started", "timestamptz"],
  ["finished", "timestamptz"],
];

export function resultValues(result: BlockResultRow): readonly Value[] {
  return [
    result.path,
    result.slot,
    result.attempt,
    result.connectionId,
    result.status,
    result.statusCode,
    storableText(result.message),
    JSON.stringify(result.summary),
    result.error === null ? null : JSON.stringify(result.error),
    JSON.stringify(result.trace),
    result.size,
    result.startedAt,
    result.finishedAt,
  ];
}
