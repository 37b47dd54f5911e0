import { type Catalogue, presentBlock, presentDocument } from "@callbook/core/block";
import type { Operation } from "@callbook/core/operation";

/**
 * The operation with the blocks that it brings in the present versions of their types: an undo or a
 * paste may bring back what was taken away, or copied, before a new version of a type came. Pure.
 */
export function presentOperation(operation: Operation, catalogue: Catalogue): Operation {
  switch (operation.kind) {
    case "together": {
      const operations = operation.operations.map((one) => presentOperation(one, catalogue));
      return { ...operation, operations };
    }
    case "addBlocks":
      return { ...operation, blocks: operation.blocks.map((one) => presentBlock(one, catalogue)) };
    case "replaceDocument":
      return { ...operation, document: presentDocument(operation.document, catalogue) };
    default:
      return operation;
  }
}
