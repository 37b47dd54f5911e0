import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Field, TextField } from "../ui/index.ts";
import type { SecretValue } from "./form-values.ts";

interface SecretFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: SecretValue;
  /** Whether a value is stored that may stay; then emptying the field goes back to it. */
  readonly stored: boolean;
  readonly onChange: (value: SecretValue) => void;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly hint?: ReactNode;
}

/** Eight bullets for a stored value, whatever its length. It can be replaced, never read. */
export function SecretField({
  id,
  label,
  value,
  stored,
  onChange,
  required = false,
  error,
  hint,
}: SecretFieldProps) {
  const kept = value.kind === "kept";
  return (
    <Field id={id} label={label} required={required} error={error} hint={hint}>
      {(control) => (
        <TextField
          {...control}
          type="password"
          autoComplete="new-password"
          value={value.kind === "typed" ? value.text : ""}
          placeholder={kept ? "••••••••" : ""}
          onChange={(text) => {
            if (text !== "") onChange({ kind: "typed", text });
            else onChange({ kind: stored ? "kept" : "empty" });
          }}
          suffix={
            <>
              {kept && !required && (
                <button
                  type="button"
                  className="rounded-r1 px-1 text-t2 text-link hover:underline"
                  onClick={() => onChange({ kind: "empty" })}
                  aria-label={`Clear ${label}`}
                >
                  Clear
                </button>
              )}
              <span
                className="flex items-center gap-1 text-t2 whitespace-nowrap text-text-3"
                title="The value can be replaced, but not read"
              >
                <Lock size={14} aria-hidden />
                write only
              </span>
            </>
          }
        />
      )}
    </Field>
  );
}
