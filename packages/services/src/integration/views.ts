import type { Command, IntegrationManifest } from "@callbook/core/integration";
import type { ConnectionRow } from "../connection/views.ts";

export const FIELD_TYPES = ["text", "number", "boolean", "menu", "json", "password"] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** A custom connection parameter; it belongs to the integration, for all sites. */
export interface ParameterDefinition {
  readonly id: number;
  readonly displayName: string;
  /** By which templates refer to it: {{connector.DOC_TEST}}. */
  readonly name: string;
  readonly fieldType: FieldType;
  readonly options: string[];
  readonly displayOrder: number;
  readonly sensitive: boolean;
}

export interface IntegrationRow {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly minVersion: string;
  readonly deploymentOptions: readonly string[];
  readonly icon: string;
  readonly origin: string;
  /** False when this product's compatibility is below the integration's least version. */
  readonly compatible: boolean;
  /** Connections the asker may see. */
  readonly connections: number;
}

export interface IntegrationDetails extends Omit<IntegrationManifest, "isSample"> {
  readonly id: number;
  readonly compatible: boolean;
  readonly parameterDefinitions: ParameterDefinition[];
  readonly connections: ConnectionRow[];
}

/** One command as the palette and the connection picker need it. */
export interface CommandOffer {
  readonly integrationId: number;
  readonly integrationKey: string;
  readonly integrationName: string;
  readonly command: Command;
  /** Active ones that the asker may use. */
  readonly connections: {
    readonly id: number;
    readonly name: string;
    readonly siteNames: string[];
    readonly active: boolean;
  }[];
}
