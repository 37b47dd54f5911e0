import type { BlockVersions } from "@callbook/core/block";
import { isJsonObject, member } from "@callbook/core/json";

/** What the row of an operation keeps of its answer beside the operation that took effect. */
export interface Answered {
  /** What an undo could not take back. */
  readonly leftAlone: readonly string[];
  /**
   * The versions to which configurations of these types were brought right before it: edits made
   * earlier fit the older ones, this and those after it fit these. Empty: there was nothing to do.
   */
  readonly upgraded: BlockVersions;
}

/** As it was stored; rows of older programs say nothing of versions. */
export function readAnswered(stored: unknown): Answered {
  const leftAlone = member(stored, "leftAlone");
  const upgraded = member(stored, "upgraded");
  return {
    leftAlone: Array.isArray(leftAlone) ? leftAlone.filter((one) => typeof one === "string") : [],
    upgraded: isJsonObject(upgraded) ? versionsIn(upgraded) : {},
  };
}

function versionsIn(stored: Readonly<Record<string, unknown>>): BlockVersions {
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, number] => {
      return Number.isInteger(entry[1]);
    }),
  );
}
