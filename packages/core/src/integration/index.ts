export type {
  CommandContext,
  CommandOutcome,
  CommandRunner,
  CommandRunners,
  FilledInputs,
  FilledKeys,
  ReceivedResponse,
  RequestOutcome,
  RequestPlan,
  RequestPort,
} from "./command.ts";
export { commandInputs, commandsNamed, type OfferedCommand } from "./commands-named.ts";
export type {
  ConnectionParameterValue,
  ConnectionView,
  ConnectionWithSecrets,
} from "./connection.ts";
export {
  CATEGORIES,
  type Category,
  type Command,
  type CommandDataType,
  type CommandInput,
  type CommandKind,
  type CommandOutput,
  type IntegrationManifest,
} from "./manifest.ts";
