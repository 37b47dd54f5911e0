export {
  done,
  type EvaluateContext,
  type Evaluation,
  type LogLine,
  type StoredValue,
} from "./evaluate.ts";
export {
  type ChoiceKeys,
  type ConfigText,
  chosenCommand,
  type Field,
  type FieldKind,
  fieldTexts,
} from "./field.ts";
export type {
  CallbackTarget,
  ChosenConnection,
  CommandRequest,
  ConnectionsRequest,
  DescribedCommand,
  DescribeRequest,
  OutgoingInfo,
  RunContext,
} from "./ports.ts";
export {
  type BlockVersions,
  documentAt,
  presentBlock,
  presentDocument,
  upgradedVersions,
} from "./present.ts";
export type {
  BlockRunner,
  CallbackAnswer,
  EffectRunner,
  Execution,
  ExecutionEnd,
  Outcome,
  PassPlan,
  PerformPorts,
  PlannedAction,
  PlannedWait,
  RunOfPass,
  StartingPass,
  StartPorts,
  WaitRunner,
} from "./runner.ts";
export { scopeOf } from "./scope.ts";
export {
  type BlockSpec,
  type Card,
  type Catalogue,
  type CommandChoice,
  type CommandUse,
  type EffectBlock,
  type EndBlock,
  type EntryBlock,
  givesCallbacks,
  type OutputPath,
  type Port,
  type PureBlock,
  takesCallbacks,
  type Variant,
  type WaitBlock,
} from "./spec.ts";
export { specOf } from "./spec-of.ts";
export { plainCard, usualDeclaration } from "./usual.ts";
