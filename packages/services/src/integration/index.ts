export { integrationAddParameter } from "./add-parameter.ts";
export { integrationCommands } from "./commands.ts";
export { integrationGet } from "./get.ts";
export { integrationList } from "./list.ts";
export type { Declared, RegisteredIntegration } from "./registry.ts";
export { integrationSetSensitive } from "./set-sensitive.ts";
export type {
  CommandOffer,
  IntegrationDetails,
  IntegrationRow,
  ParameterDefinition,
} from "./views.ts";
