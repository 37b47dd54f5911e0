import { indexDocument, type PlaybookDocument } from "../document/index.ts";
import { equalJson } from "../json/index.ts";

/**
 * Whether two documents say the same. The order of blocks says nothing, that of
 * callbacks only among those of one port.
 */
export function sameDocument(left: PlaybookDocument, right: PlaybookDocument): boolean {
  const a = indexDocument(left);
  const b = indexDocument(right);
  return (
    left.name === right.name &&
    left.description === right.description &&
    equalJson(left.foreign, right.foreign) &&
    left.blocks.length === right.blocks.length &&
    left.callbacks.length === right.callbacks.length &&
    left.blocks.every((block) => equalJson(block, b.blocks.get(block.id))) &&
    left.callbacks.every(({ source, port }) =>
      equalJson([...a.ofPort(source, port)], [...b.ofPort(source, port)]),
    )
  );
}
