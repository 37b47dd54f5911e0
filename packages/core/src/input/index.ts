export {
  declaredInputs,
  type InputMistake,
  type ResolvedInputs,
  resolveInputs,
  StartConfig,
  StartInput,
} from "./inputs.ts";
