import { manifests } from "@callbook/integrations/manifests";
import { runners } from "@callbook/integrations/runners";
import type { Declared } from "@callbook/services/integration";

/** What this program declares: one folder for each integration. */
export const declared: Declared = { manifests, runners };
