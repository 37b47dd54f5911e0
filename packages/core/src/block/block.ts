/**
 * The contract of a block: a folder in packages/blocks that declares schema,
 * form, ports and outputs, and either evaluates (pure) or performs (an effect).
 */
import type { z } from "zod";
import type { Block, PlaybookDocument } from "../document/index.ts";
import type { IntegrationManifest } from "../integration/index.ts";
import type { Json } from "../json/index.ts";
import type { ArgumentReferences } from "../run/event.ts";
import type { ResultReader } from "../run/step.ts";
import type { Problem } from "../validate/problem.ts";

/** Kinds of field; one widget each in the inspector. */
export type FieldKind =
  | "text"
  | "multiline"
  | "template"
  | "number"
  | "boolean"
  | "menu"
  | "command"
  | "connections"
  | "parameters"
  | "branches"
  | "inputs"
  | "outputs";

export interface Field {
  readonly key: string;
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

export interface Port {
  readonly id: string;
  readonly name: string;
  /** "error": called instead of the others when the block failed and it is wired. */
  readonly kind: "normal" | "error";
}

/** A datapath that later blocks may read, for the picker. */
export interface OutputPath {
  /** Behind the block's name: "action_result.data.*.score". */
  readonly path: string;
  readonly label: string;
  readonly dataType: string;
  readonly contains: readonly string[];
  readonly example: Json | undefined;
}

/** What is known of integrations and block types; handed in, so that core knows none of them by name. */
export interface Catalogue {
  readonly blocks: ReadonlyMap<string, BlockSpec>;
  readonly integrations: readonly IntegrationManifest[];
}

/** What a pure block is given. */
export interface EvaluateContext {
  readonly document: PlaybookDocument;
  readonly block: Block;
  readonly results: ResultReader;
  readonly releasedBy: ArgumentReferences;
}

/** What a pure block gives: the ports it takes, lines it logs, values End names, or why it failed. */
export type Evaluation =
  | {
      readonly status: "done";
      readonly taken: readonly string[];
      readonly logs: readonly {
        readonly level: "info" | "warning" | "error";
        readonly text: string;
      }[];
      readonly outputs: Readonly<Record<string, Json>>;
      /** For a decision: the results that made the taken condition true; null: passed on. */
      readonly filteredResults: ArgumentReferences["filteredResults"];
    }
  | {
      readonly status: "failed";
      readonly class: "F-INPUT" | "F-TEMPLATE";
      readonly message: string;
      readonly field: string | null;
    };

export interface BlockSpec {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly icon: string;
  readonly group: "Flow" | "Actions" | "Logic" | "Code";
  /** How many of it a playbook may have, and whether callbacks may lead into and out of it. */
  readonly limits: {
    readonly atMost: number | null;
    readonly incoming: boolean;
    readonly outgoing: boolean;
  };
  /** Whether blocks may stand inside of it, as in a loop. */
  readonly holdsBlocks?: boolean;
  readonly config: z.ZodType;
  readonly fields: readonly Field[];
  /** Configuration of a new block. `id` makes ids for its items. */
  defaultConfig(id: () => string): Block["config"];
  /** "geolocate_ip", "decision": the name before its number. */
  baseName(block: Pick<Block, "config">): string;
  ports(block: Pick<Block, "config">): readonly Port[];
  outputs(block: Block, catalogue: Catalogue): readonly OutputPath[];
  /** Findings beyond the schema, with paths inside the block. */
  problems(block: Block, document: PlaybookDocument, catalogue: Catalogue): readonly Problem[];
  /** How its callbacks' arguments come about (one row of the table of sources). */
  readonly passes: "container only" | "own action" | "passed on" | "nothing";
  /** Pure blocks evaluate; the action performs and has none. */
  readonly evaluate: ((context: EvaluateContext) => Evaluation) | null;
}
