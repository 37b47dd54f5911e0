import type { Edge, Node } from "@xyflow/react";
import { PORT_HIT } from "../geometry.ts";
import type { BlockView, CallbackView } from "../scene.ts";

export type BlockNode = Node<{ view: BlockView; dimmed: boolean }, "block">;
export type CallbackEdge = Edge<
  { view: CallbackView; source: BlockView; target: BlockView },
  "callback"
>;

/** React Flow measures lines from the outer edge of a port's square; the socket is its middle. */
export const HALF_PORT = PORT_HIT / 2;

/** The one port at the top of a block that callbacks lead to. */
export const IN_PORT = "in";
