/** Findings about a block that its own type does not make: whether it is known, its join, where it stands. */
import { type Catalogue, specOf } from "../block/index.ts";
import {
  type Block,
  indexDocument,
  JOIN_NAMES,
  type PlaybookDocument,
  type Problem,
} from "../document/index.ts";

/** For a block of which `specOf` finds nothing. */
export function placeholderProblem(block: Block, catalogue: Catalogue): Problem {
  const known = catalogue.blocks.get(block.type);
  if (known === undefined) {
    const message = `Block type "${block.type}" is not known here. Delete ${block.name}, or update the server.`;
    return error(block, "BLOCK_TYPE_UNKNOWN", "type", message);
  }
  const message = `Block type "${block.type}" is known up to version ${known.version} here, and ${block.name} is of version ${block.version}. Update the server.`;
  return error(block, "BLOCK_VERSION", "version", message);
}

/** What is wrong with how a block joins its callbacks, and with the block that it stands in. */
export function placeProblems(
  block: Block,
  document: PlaybookDocument,
  catalogue: Catalogue,
): Problem[] {
  const problems: Problem[] = [];
  // No run makes further passes of a block yet.
  if (block.join === "any-always") {
    const message = `${JOIN_NAMES["any-always"]} cannot be run yet. Choose another join for ${block.name}.`;
    problems.push({ ...error(block, "JOIN_UNAVAILABLE", "join", message), field: "Join" });
  }
  const parent = block.parent === null ? null : indexDocument(document).blocks.get(block.parent);
  if (parent === null || parent === undefined) return problems;
  const spec = specOf(parent, catalogue);
  if (spec !== null && spec.holdsBlocks !== true) {
    const message = `${block.name} stands in ${parent.name}, which cannot hold blocks. Move it out.`;
    problems.push(error(block, "PARENT_UNFIT", "parent", message));
  }
  return problems;
}

function error(block: Block, code: string, key: string, message: string): Problem {
  return {
    code,
    level: "error",
    message,
    blockId: block.id,
    callbackId: null,
    path: ["blocks", block.id, key],
    field: null,
  };
}
