/**
 * The contract of a block: a folder in packages/blocks that declares schema, form, ports, outputs,
 * card and how it runs. What it is, is a sum of kinds, each with only what that kind has; what it
 * does beside (who calls, what it passes and stores) is declared and never inferred from the kind.
 */
import type { z } from "zod";
import type { DatapathFilter, DatapathSource } from "../datapath/index.ts";
import type { Block, PlaybookDocument, Problem } from "../document/index.ts";
import type { IntegrationManifest } from "../integration/index.ts";
import type { Json, JsonObject } from "../json/index.ts";
import type { EvaluateContext, Evaluation } from "./evaluate.ts";
import type { Field } from "./field.ts";

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

/** What the canvas shows of a block beside its name, its ports and its state. */
export interface Card {
  /** lucide icon name, kebab-case. */
  readonly icon: string;
  /** A second line; null: the block has none. */
  readonly subtitle: string | null;
  /** Connections it acts on, empty: every one that offers its command; null: it acts on none. */
  readonly connectionIds: readonly number[] | null;
}

/** One way to add the block, as the palette offers it. */
export interface Variant {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** What a new block's configuration begins with beside its default. */
  readonly config: JsonObject;
  /** The command it runs, so that its connections can be counted; null: none. */
  readonly command: CommandChoice | null;
}

export interface CommandChoice {
  readonly command: string;
  /** null: every integration that offers it. */
  readonly integrationKey: string | null;
}

/** A command that a block runs, with the connections it names. */
export interface CommandUse extends CommandChoice {
  readonly connectionIds: readonly number[];
  /** Where the connections lie, inside the block: ["config", "connectionIds"]; with the field's label. */
  readonly path: readonly string[];
  readonly field: string;
}

interface BlockDeclaration {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  /** lucide icon name, kebab-case. */
  readonly icon: string;
  readonly group: "Flow" | "Actions" | "Logic" | "Code";
  /** How many of it a playbook may have; null: any number. */
  readonly atMost: number | null;
  /** Whether blocks may stand inside of it, as in a loop. */
  readonly holdsBlocks: boolean;
  readonly config: z.ZodType;
  readonly fields: readonly Field[];
  /** By the version that it starts from, each giving the next: how older configurations are read. */
  readonly upgradeConfig: ReadonlyMap<number, (config: Block["config"]) => Block["config"]>;
  /** Configuration of a new block. `id` makes ids for its items. */
  defaultConfig(id: () => string): Block["config"];
  /** "geolocate_ip", "decision": the name before its number. */
  baseName(block: Pick<Block, "config">): string;
  ports(block: Pick<Block, "config">): readonly Port[];
  card(block: Pick<Block, "config">, catalogue: Catalogue): Card;
  /** null: the palette offers the block itself, once. */
  variants(catalogue: Catalogue): readonly Variant[] | null;
  /** Commands it runs; empty: it reaches no connection. */
  uses(block: Pick<Block, "config">): readonly CommandUse[];
  outputs(block: Block, catalogue: Catalogue): readonly OutputPath[];
  /** Findings beyond the schema, with paths inside the block. */
  problems(block: Block, document: PlaybookDocument, catalogue: Catalogue): readonly Problem[];
  /** What a failure indicator begins with: "Send Request", "Decision". */
  failingName(block: Pick<Block, "config" | "name">): string;
  /**
   * Who calls its callbacks: the block itself, or the engine after an asynchronous operation. Source:
   * Splunk SOAR, where decision, filter, format, code and API blocks call directly.
   */
  readonly calls: "direct" | "engine";
  /** How its callbacks' arguments come about (one row of the table of sources). */
  readonly passes: "container only" | "own action" | "passed on" | "nothing";
  /** How datapaths read what it stores; null: they cannot. */
  readonly stores: DatapathSource | null;
  /** How datapaths read behind it (`filtered-data:`), which need conditions in its configuration; null: it filters nothing. */
  readonly filters: DatapathFilter | null;
}

interface Evaluated extends BlockDeclaration {
  evaluate(context: EvaluateContext): Evaluation;
}

/** Released by the run itself; nothing leads to it. */
export interface EntryBlock extends Evaluated {
  readonly kind: "entry";
}

/** Core evaluates it within the step that released it. */
export interface PureBlock extends Evaluated {
  readonly kind: "pure";
}

/** A runner performs it: it acts on the outside. */
export interface EffectBlock extends BlockDeclaration {
  readonly kind: "effect";
}

/** A runner performs it: it waits for a time or for an answer. */
export interface WaitBlock extends BlockDeclaration {
  readonly kind: "wait";
}

/** Names the outputs, once nothing else is live; it calls nobody. */
export interface EndBlock extends Evaluated {
  readonly kind: "end";
}

export type BlockSpec = EntryBlock | PureBlock | EffectBlock | WaitBlock | EndBlock;

/** Whether callbacks may lead to a block of this kind. Pure. */
export function takesCallbacks({ kind }: Pick<BlockSpec, "kind">): boolean {
  return kind !== "entry";
}

/** Whether callbacks may lead away from a block of this kind. Pure. */
export function givesCallbacks({ kind }: Pick<BlockSpec, "kind">): boolean {
  return kind !== "end";
}
