/** Documents, blocks and callbacks of the present format, of what there is to say about them. */
import { type Block, type Callback, FORMAT_VERSION, type PlaybookDocument } from "./document.ts";

type Given<T, Needed extends keyof T> = Pick<T, Needed> & Partial<T>;

/** A block that stands at the origin, waits for all of its callbacks and is in no other, unless something else is given. */
export function newBlock(
  given: Given<Block, "id" | "type" | "version" | "name" | "config">,
): Block {
  const { id, type, version, name, config } = given;
  return {
    id,
    type,
    version,
    name,
    position: given.position ?? { x: 0, y: 0 },
    note: given.note ?? "",
    join: given.join ?? "all",
    parent: given.parent ?? null,
    foreign: given.foreign ?? null,
    config,
  };
}

/** A callback that its join awaits, unless something else is given. */
export function newCallback(given: Given<Callback, "id" | "source" | "port" | "target">): Callback {
  const { id, source, port, target } = given;
  const { awaited = true, foreign = null } = given;
  return { id, source, port, target, awaited, foreign };
}

/** A document of the present format, without blocks unless some are given. */
export function newDocument(
  given: Given<Omit<PlaybookDocument, "formatVersion">, "name">,
): PlaybookDocument {
  const { name, description = "", foreign = null, blocks = [], callbacks = [] } = given;
  return { formatVersion: FORMAT_VERSION, name, description, foreign, blocks, callbacks };
}
