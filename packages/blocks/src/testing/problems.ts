/** What a block's own declaration finds in its configuration. */
import type { Block, PlaybookDocument, Problem } from "@callbook/core/document";
import { blocksByType } from "../specs.ts";
import { type DrawnBlock, playbook } from "./playbook.ts";
import { catalogue, catalogueOf } from "./run.ts";

/** Codes and places of what is found in a block: "INPUT_REQUIRED parameters/ip". */
export function found(drawn: DrawnBlock, integrations = catalogue.integrations): readonly string[] {
  return problems(playbook([drawn], []), integrations).map(
    ({ code, path }) => `${code} ${path.slice(3).join("/")}`,
  );
}

export function problems(
  document: PlaybookDocument,
  integrations = catalogue.integrations,
): readonly Problem[] {
  return document.blocks.flatMap((block) => {
    const spec = blocksByType.get(block.type);
    return spec?.problems(block, document, catalogueOf(integrations)) ?? [];
  });
}

/** The block as it lies in a document. */
export function blockOf(drawn: DrawnBlock): Block {
  const [block] = playbook([drawn], []).blocks;
  if (block === undefined) throw new Error("no block");
  return block;
}
