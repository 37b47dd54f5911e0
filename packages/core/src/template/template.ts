/**
 * A template is text with expressions in double braces:
 *
 *   {{connector.name}}  {{callback.url}}      filled in when a request is sent
 *   {{lookup_1:action_result.data.*.score}}   a datapath, filled in before
 *   \{{                                       two braces as text
 *
 * Backslashes count only directly before two braces: there "\\" is one of them,
 * so that a text can end in a backslash before an expression. Of more than two
 * braces the last two open the expression.
 */
import type { Datapath } from "../datapath/index.ts";

export const SCOPES = ["connector", "callback"] as const;
export type TemplateScope = (typeof SCOPES)[number];

/** What an asynchronous request may name of its callback. */
export const CALLBACK_NAMES = ["url", "id", "expires_at"] as const;

/** `start` and `end` are UTF-16 positions in the template's text. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Text as it is meant, escapes undone. */
export type TextPart = Range & { readonly kind: "text"; readonly text: string };
/** `name` as it is written; it is looked up ignoring case. */
export type ScopedPart = Range & {
  readonly kind: "scoped";
  readonly scope: TemplateScope;
  readonly name: string;
};
export type DatapathPart = Range & { readonly kind: "datapath"; readonly datapath: Datapath };
export type ExpressionPart = ScopedPart | DatapathPart;
export type TemplatePart = TextPart | ExpressionPart;

export interface Template {
  readonly text: string;
  /** In order, text parts neither empty nor adjacent. */
  readonly parts: readonly TemplatePart[];
}

/** The expression of a template that consists of nothing else; null: there is more, or less. */
export function soleExpression(template: Template): ExpressionPart | null {
  const [first, ...rest] = template.parts;
  return first !== undefined && first.kind !== "text" && rest.length === 0 ? first : null;
}

/** The expressions of a template, in order. */
export function expressionsOf(template: Template): ExpressionPart[] {
  return template.parts.filter((part): part is ExpressionPart => part.kind !== "text");
}

/** The datapaths of a template, in order. */
export function datapathsOf(template: Template): Datapath[] {
  return template.parts.flatMap((part) => (part.kind === "datapath" ? [part.datapath] : []));
}

/**
 * Template text that yields exactly `text`. `beforeExpression`: an expression
 * follows at once, hence a trailing brace or backslash must not join it.
 */
export function escapeTemplate(text: string, beforeExpression = false): string {
  return text.replace(
    /(\\*)(\{+)|\\+$/g,
    (whole, slashes: string | undefined, braces: string | undefined, at: number) => {
      const last = beforeExpression && at + whole.length === text.length;
      if (slashes === undefined || braces === undefined) return last ? whole + whole : whole;
      const pairs = Math.floor(braces.length / 2);
      if (pairs === 0) return last ? slashes + whole : whole;
      const single = braces.length % 2 === 1 ? "{" : "";
      return slashes + slashes + "\\{{".repeat(pairs) + single;
    },
  );
}
