export { type AnsweredWith, classifyResponse } from "./classify-response.ts";
export { type CallbackValues, connectorValues, secretsOf } from "./connector-values.ts";
export { isRead, isSafeToRepeat } from "./methods.ts";
export {
  type PlanFault,
  type Prepared,
  type PreparedHeader,
  type PreparedRequest,
  prepareRequest,
  type RequestMaterial,
} from "./prepare.ts";
export { reasonPhrase, STATUS_REGISTRY_URL } from "./reason-phrase.ts";
export { responseMessage } from "./response-message.ts";
