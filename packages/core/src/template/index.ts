export { fill, fillJson, type Lookup, mapStrings, scopedIn } from "./fill.ts";
export { type JsonTemplate, parseJsonTemplate, substituteJson } from "./json.ts";
export {
  rewriteTemplate,
  rewriteValue,
  type TextSyntax,
  templateDatapaths,
  templateToShown,
  templateToStored,
  valueToShown,
  valueToStored,
} from "./names.ts";
export {
  type ParsedTemplate,
  type Piece,
  parseTemplate,
  piecesOf,
  type TemplateError,
} from "./parse.ts";
export {
  type Encode,
  type Encoded,
  escapeStrings,
  plainEncode,
  render,
  type Substituted,
  substitute,
  textOf,
  type ValueOf,
} from "./substitute.ts";
export {
  CALLBACK_NAMES,
  type DatapathPart,
  datapathsOf,
  type ExpressionPart,
  escapeTemplate,
  expressionsOf,
  SCOPES,
  type ScopedPart,
  soleExpression,
  type Template,
  type TemplatePart,
  type TemplateScope,
  type TextPart,
} from "./template.ts";
export { checkUrl, urlEncode } from "./url.ts";
