/** Completion inside {{ }} while typing. Pure. */

export interface OpenExpression {
  /** Where what has been typed of the expression begins. */
  readonly start: number;
  /** Where it ends: at the caret. */
  readonly end: number;
  readonly typed: string;
  /** True when "}}" follows already. */
  readonly closed: boolean;
}

/** The expression in which the caret stands; null when it stands in text. */
export function openExpression(text: string, caret: number): OpenExpression | null {
  const before = text.slice(0, caret);
  const open = before.lastIndexOf("{{");
  if (open < 0 || before.indexOf("}}", open) >= 0) return null;
  if (open > 0 && before[open - 1] === "\\") return null;
  const typed = before.slice(open + 2);
  if (typed.includes("\n")) return null;
  const rest = text.slice(caret);
  const close = rest.indexOf("}}");
  const next = rest.indexOf("{{");
  return {
    start: open + 2,
    end: caret,
    typed: typed.trim(),
    closed: close >= 0 && (next < 0 || close < next) && rest.slice(0, close).trim() === "",
  };
}

export interface Edited {
  readonly text: string;
  readonly caret: number;
}

/** The text with the open expression completed by `name`. */
export function completed(text: string, open: OpenExpression, name: string): Edited {
  const close = open.closed ? "" : "}}";
  const front = text.slice(0, open.start) + name;
  return { text: front + close + text.slice(open.end), caret: front.length + 2 };
}

/** The text with a new expression at the caret. */
export function inserted(text: string, caret: number, name: string): Edited {
  const expression = `{{${name}}}`;
  return {
    text: text.slice(0, caret) + expression + text.slice(caret),
    caret: caret + expression.length,
  };
}
