export {
  type AuthMethod,
  authenticationWarnings,
  authorizationHeader,
  BEARER_HELP_URL,
  type Credentials,
  checkBearerToken,
  checkCredentials,
  checkPassword,
  checkUserName,
  SHORT_SECRET,
  shortSecretWarning,
} from "./authentication.ts";
export { type EffectiveUrl, effectiveUrl } from "./effective-url.ts";
export {
  type ConnectionFormFields,
  checkAllowedAddress,
  checkConnectionForm,
  checkConnectionName,
  checkRequestUrl,
  checkTestPath,
  type FieldProblem,
  type FormSurroundings,
  mustRetypeSecrets,
  type SecretInput,
} from "./form.ts";
export { checkHeaderName, checkHeaderValue, type HeaderRows, headerRows } from "./header-rules.ts";
export {
  checkParameterName,
  normaliseParameterName,
  STANDARD_PARAMETER_NAMES,
  type StandardParameterName,
} from "./parameter-name.ts";
export { checkParameterValue, type ParameterRule } from "./parameter-value.ts";
export {
  checkSecretOrigins,
  maySendSecrets,
  SECRET_ORIGINS_LIMIT,
  tidySecretOrigins,
} from "./secret-origins.ts";
export { base64OfText, type ParsedUrl, parseUrl } from "./web-platform.ts";
