/**
 * An integration is declared as data: catalogue record, connection section and
 * commands. Form, command table, block editor, data picker and validation are
 * all made from this declaration.
 */
import type { Json } from "../json/index.ts";

export const CATEGORIES = [
  "SIEM & XDR",
  "Case Management",
  "DevOps",
  "Network Security",
  "Cloud Services",
  "Email & Messaging",
  "Endpoint Protection",
  "Threat Intelligence",
  "Other",
] as const;
export type Category = (typeof CATEGORIES)[number];

export type CommandDataType = "string" | "numeric" | "boolean" | "json" | "password";
export type CommandKind = "investigate" | "generic" | "contain" | "correct" | "ingest" | "test";

export interface CommandInput {
  /** Key in the parameter object and in the block's configuration. */
  readonly name: string;
  readonly displayName: string;
  readonly required: boolean;
  readonly dataType: CommandDataType;
  readonly default: string | null;
  /** Non-empty: a menu. */
  readonly valueList: readonly string[];
  /** The value is a comma list: one parameter object each. */
  readonly allowList: boolean;
  /** Semantic types such as "ip", "domain", "hash". */
  readonly contains: readonly string[];
  readonly primary: boolean;
  readonly order: number;
  readonly description: string;
  readonly example: string;
  /** Whether {{connector.*}} and {{callback.*}} may be written here. */
  readonly connectorTemplates: boolean;
  /** Shown as a multi-line text when "text", as code when "json". */
  readonly multiline: boolean;
}

export interface CommandOutput {
  /** Datapath behind the block's name: "action_result.data.*.country_iso_code". */
  readonly dataPath: string;
  readonly dataType: "string" | "numeric" | "boolean" | "json";
  readonly contains: readonly string[];
  readonly exampleValues: readonly Json[];
  readonly columnName: string | null;
  readonly columnOrder: number | null;
}

export interface Command {
  readonly name: string;
  readonly description: string;
  readonly kind: CommandKind;
  readonly readOnly: boolean;
  /** lucide icon name, kebab-case. */
  readonly icon: string;
  readonly inputs: readonly CommandInput[];
  readonly outputs: readonly CommandOutput[];
  /** "none": answers at once. "callback": always parks. "input": the author chooses by the input "Async". */
  readonly async: "none" | "callback" | "input";
  /** True when the third party is known to honour Idempotency-Key, so that an unsafe method may be repeated. */
  readonly honoursIdempotencyKey: boolean;
  /** Executions at once on one connection; null: 1 for writes, 5 for reads. */
  readonly lock: number | null;
}

export interface IntegrationManifest {
  /** Folder name, stable: "rest-api-callback". */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly category: Category;
  readonly minVersion: string;
  readonly deploymentOptions: readonly string[];
  readonly origin: "system" | "custom";
  /** Comes and goes with the sample; absent: always there. */
  readonly isSample?: true;
  readonly icon: string;
  readonly commands: readonly Command[];
}
