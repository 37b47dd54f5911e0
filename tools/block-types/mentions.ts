/** Where sources name a type of block: what only the block's own folder and the two lists may do. */
import { parseSync } from "oxc-parser";

/** `line` counts from 1. */
export interface Mention {
  readonly line: number;
  readonly type: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Names of variables, properties and types that hold the type of a block. */
const TYPEISH = /^(types?|\w*(?:Types?|_TYPES?))$/;
/** What is asked for a block by its type: blocks.get("..."), specOf("..."). */
const ASKED = /block|spec|runner|catalogue|byType/i;
const EQUALITIES: ReadonlySet<unknown> = new Set(["===", "!==", "==", "!="]);

/**
 * The texts in a source that equal one of the types and stand where a type of block is meant: compared
 * with a `type`, given as one, part of such a constant or type, or asked of blocks and specs.
 * A word that means something else ("end" of a stream, a log level "debug") is none. In their order.
 */
export function mentionsIn(
  file: string,
  source: string,
  types: ReadonlySet<string>,
): readonly Mention[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? "cannot be parsed"}`);
  const found = new Map<number, string>();
  const note = (node: unknown, keys = false) => {
    for (const { at, text } of textsOf(node, keys)) if (types.has(text)) found.set(at, text);
  };
  for (const node of nodesOf(program)) noteIn(node, note);
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([at, type]) => ({ line: source.slice(0, at).split("\n").length, type }));
}

type Note = (node: unknown, keys?: boolean) => void;

function noteIn(node: Node, note: Note): void {
  switch (node.type) {
    case "BinaryExpression":
      if (!EQUALITIES.has(node["operator"])) return;
      if (isTypeish(node["left"])) note(node["right"]);
      if (isTypeish(node["right"])) note(node["left"]);
      return;
    case "SwitchStatement":
      if (!isTypeish(node["discriminant"])) return;
      for (const one of nodesIn(node["cases"])) note(one["test"]);
      return;
    case "Property":
    case "PropertyDefinition":
      if (isTypeish(node["key"])) note(node["value"], true);
      return;
    case "AssignmentExpression":
      if (isTypeish(node["left"])) note(node["right"], true);
      return;
    case "AssignmentPattern":
      if (isTypeish(node["left"])) note(node["right"]);
      return;
    case "VariableDeclarator":
      if (isTypeish(node["id"])) note(node["init"], true);
      return;
    case "TSTypeAliasDeclaration":
      if (isTypeish(node["id"])) note(node["typeAnnotation"]);
      return;
    case "TSPropertySignature":
      if (isTypeish(node["key"])) note(node["typeAnnotation"]);
      return;
    case "Identifier":
      if (isTypeish(node)) note(node["typeAnnotation"]);
      return;
    case "JSXAttribute":
      // `type` itself is HTML's: <input type="text">.
      if (nameOf(node["name"]) !== "type" && isTypeish(node["name"])) note(node["value"]);
      return;
    case "CallExpression":
      noteInCall(node, note);
      return;
  }
}

function noteInCall(node: Node, note: Note): void {
  const asked = nodesIn(node["arguments"]);
  const callee = bare(node["callee"]);
  const object = callee?.type === "MemberExpression" ? bare(callee["object"]) : null;
  if (ASKED.test(`${nameOf(callee)} ${nameOf(object)}`)) for (const one of asked) note(one);
  if (object !== null && asked.some((one) => isTypeish(one))) note(object);
}

/** Texts that a value or a type consists of; `keys`: the keys of an object as well. */
function textsOf(given: unknown, keys: boolean): readonly { at: number; text: string }[] {
  const node = bare(given);
  if (node === null) return [];
  const inside = (...names: readonly string[]) =>
    names.flatMap((name) => {
      const value = node[name];
      return (Array.isArray(value) ? value : [value]).flatMap((one) => textsOf(one, keys));
    });
  switch (node.type) {
    case "Literal":
      return typeof node["value"] === "string" ? [{ at: node.start, text: node["value"] }] : [];
    case "TemplateLiteral": {
      const [only, ...more] = nodesIn(node["quasis"]);
      const text = (only?.["value"] as { readonly cooked?: unknown } | undefined)?.cooked;
      return more.length === 0 && typeof text === "string" ? [{ at: node.start, text }] : [];
    }
    case "ArrayExpression":
      return inside("elements");
    case "NewExpression":
      return inside("arguments");
    case "ConditionalExpression":
      return inside("consequent", "alternate");
    case "LogicalExpression":
      return inside("left", "right");
    case "TSTypeAnnotation":
      return inside("typeAnnotation");
    case "TSLiteralType":
      return inside("literal");
    case "TSUnionType":
      return inside("types");
    case "ObjectExpression":
      if (!keys) return [];
      return nodesIn(node["properties"]).flatMap((property) => {
        const key = bare(property["key"]);
        return key === null ? [] : [{ at: key.start, text: nameOf(key) }];
      });
    default:
      return [];
  }
}

function isTypeish(node: unknown): boolean {
  return TYPEISH.test(nameOf(node));
}

/** The name by which a variable, a property or a call is known; empty: it has none. */
function nameOf(given: unknown): string {
  const node = bare(given);
  if (node === null) return "";
  switch (node.type) {
    case "Identifier":
    case "JSXIdentifier":
      return String(node["name"]);
    case "Literal":
      return typeof node["value"] === "string" ? node["value"] : "";
    case "MemberExpression":
      return nameOf(node["property"]);
    case "CallExpression":
      return nameOf(node["callee"]);
    default:
      return "";
  }
}

/** Without what says nothing about its value: parentheses, `as const`, `?.`. */
function bare(given: unknown): Node | null {
  let node = isNode(given) ? given : null;
  while (node !== null && WRAPPINGS.has(node.type))
    node = isNode(node["expression"]) ? node["expression"] : null;
  return node;
}

const WRAPPINGS: ReadonlySet<string> = new Set([
  "ParenthesizedExpression",
  "ChainExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "JSXExpressionContainer",
]);

function* nodesOf(given: unknown): Generator<Node> {
  if (Array.isArray(given)) {
    for (const one of given) yield* nodesOf(one);
  } else if (isNode(given)) {
    yield given;
    for (const value of Object.values(given)) yield* nodesOf(value);
  }
}

function nodesIn(given: unknown): readonly Node[] {
  return Array.isArray(given) ? given.filter(isNode) : [];
}

function isNode(given: unknown): given is Node {
  return typeof given === "object" && given !== null && "type" in given && "start" in given;
}
