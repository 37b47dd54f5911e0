/** A custom parameter as its definition says it. */
export interface ParameterRule {
  readonly id: number;
  readonly displayName: string;
  readonly fieldType: "text" | "number" | "boolean" | "menu" | "json" | "password";
  readonly options: readonly string[];
}

/** Why a value does not fit its parameter; an empty one always fits. Pure. */
export function checkParameterValue(
  rule: ParameterRule,
  value: string | number | boolean | null | undefined,
): string | null {
  if (value === undefined || value === null || value === "") return null;
  const { displayName } = rule;
  switch (rule.fieldType) {
    case "text":
    case "password":
      return typeof value === "string" ? null : `${displayName} must be text`;
    case "number":
      return Number.isFinite(typeof value === "string" ? Number(value.trim()) : value) &&
        typeof value !== "boolean"
        ? null
        : `${displayName} must be a number`;
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false"
        ? null
        : `${displayName} must be true or false`;
    case "menu":
      return rule.options.includes(String(value))
        ? null
        : `${displayName} must be one of its menu's values`;
    case "json":
      return typeof value === "string" && isJsonText(value) ? null : `${displayName} must be JSON`;
  }
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
