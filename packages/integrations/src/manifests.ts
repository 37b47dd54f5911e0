/** What the built-in integrations declare. Pure data: the server hands it to the browser. */
import type { IntegrationManifest } from "@callbook/core/integration";
import { restApiCallback } from "./rest-api-callback/manifest.ts";
import { sampleIntel } from "./sample-intel/manifest.ts";
import { sampleSandbox } from "./sample-sandbox/manifest.ts";

export const manifests: readonly IntegrationManifest[] = [
  restApiCallback,
  sampleIntel,
  sampleSandbox,
];
