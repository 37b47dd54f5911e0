import {
  integrationAddParameter,
  integrationCommands,
  integrationGet,
  integrationList,
  integrationSetSensitive,
} from "@callbook/services/integration";
import { mutation, query, router } from "./base.ts";

export const integrationsRouter = router({
  list: query(integrationList),
  get: query(integrationGet),
  commands: query(integrationCommands),
  addParameter: mutation(integrationAddParameter),
  setSensitive: mutation(integrationSetSensitive),
});
