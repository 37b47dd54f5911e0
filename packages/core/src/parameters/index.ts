export { filledInputs } from "./filled-inputs.ts";
export type { InputFault } from "./plan-input.ts";
export {
  type ParametersToPlan,
  type PlannedParameters,
  planParameters,
} from "./plan-parameters.ts";
