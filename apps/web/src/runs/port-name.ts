import { specOf } from "@callbook/core/block";
import type { Block } from "@callbook/core/document";
import { catalogue } from "../catalogue/index.ts";

/** The name of a port as people read it; its id when the block has no such port any more. */
export function portName(block: Block, port: string): string {
  const ports = specOf(block, catalogue)?.ports(block) ?? [];
  return ports.find((known) => known.id === port)?.name ?? port;
}
