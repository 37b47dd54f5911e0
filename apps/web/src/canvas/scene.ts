/** What the canvas draws: plain values, made from document, run and problems; drawing decides nothing. */
import type { StateName } from "../ui/index.ts";
import type { CallbackPlan } from "./callback-plan.ts";
import type { Box } from "./geometry.ts";

export type ChipMark = "plug" | "passed" | "failed" | "waiting" | "running";

export interface ChipView {
  readonly id: string;
  readonly name: string;
  readonly mark: ChipMark;
}

export interface PortView {
  readonly id: string;
  readonly name: string;
  readonly kind: "normal" | "error";
  /** Distance of the socket from the block's left edge. */
  readonly x: number;
  /** True when a callback leads out of it. */
  readonly wired: boolean;
  readonly run: "open" | "taken" | "notTaken";
  /** An error port without a callback: it appears on hover, focus and while connecting. */
  readonly loose: boolean;
}

/** The time at the right of the state strip. Moments are ISO. */
export type TimeView =
  | { readonly kind: "took"; readonly ms: number }
  | { readonly kind: "since"; readonly at: string; readonly count: string }
  | {
      readonly kind: "until";
      readonly at: string;
      readonly from: string;
      /** How much is left, or when it is over. */
      readonly shown: "countdown" | "moment";
    }
  | { readonly kind: "note"; readonly text: string };

export interface BlockView {
  readonly id: string;
  readonly name: string;
  /** What its type is called. */
  readonly title: string;
  readonly kind: "entry" | "block";
  readonly subtitle: string | null;
  /** Its type, or this version of it, is not known here. */
  readonly placeholder: boolean;
  /** lucide name. */
  readonly icon: string;
  readonly box: Box;
  readonly ports: readonly PortView[];
  readonly portRow: boolean;
  readonly takesCallbacks: boolean;
  readonly chips: readonly ChipView[];
  readonly moreChips: number;
  readonly join: { readonly text: string; readonly waits: boolean } | null;
  readonly problems: {
    readonly errors: number;
    readonly warnings: number;
    readonly first: string;
  } | null;
  readonly state: StateName;
  /** k/n behind the state's word. */
  readonly count: string | null;
  readonly time: TimeView | null;
  /** "pass 3": the newest is shown of several; null: there is one, or none. */
  readonly pass: string | null;
  /** 0 to 1: executions done; null when there is nothing to count. */
  readonly progress: number | null;
  /** "geolocate_ip_1, geolocate ip, Succeeded, 1 problem" */
  readonly label: string;
}

export type CallbackLook = "idle" | "called" | "open" | "dead" | "error" | "problem";

export interface CallbackView {
  readonly id: string;
  readonly source: string;
  readonly port: string;
  readonly target: string;
  readonly portX: number;
  readonly plan: CallbackPlan;
  readonly look: CallbackLook;
  /** What the pill says: the port's name, or what is wrong. */
  readonly name: string;
  /** Behind the name: "2 results", "not taken", "open". */
  readonly detail: string | null;
  readonly took: string | null;
  /** "success 2 results 162 ms, callback geolocate_ip_1 to decision_1": what is seen comes first. */
  readonly label: string;
}

export interface Scene {
  readonly blocks: ReadonlyMap<string, BlockView>;
  readonly callbacks: ReadonlyMap<string, CallbackView>;
  /** Block ids in reading order: by row, then from left to right. */
  readonly order: readonly string[];
}

export const emptyScene: Scene = { blocks: new Map(), callbacks: new Map(), order: [] };

/** Ids by rows from top to bottom; blocks whose tops lie within 24 px count as one row. */
export function readingOrder(blocks: Iterable<BlockView>): readonly string[] {
  const row = (block: BlockView) => Math.round(block.box.y / 24);
  return [...blocks]
    .sort((a, b) => row(a) - row(b) || a.box.x - b.box.x || (a.id < b.id ? -1 : 1))
    .map((block) => block.id);
}
