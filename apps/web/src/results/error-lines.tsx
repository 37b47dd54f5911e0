import { errorLines, type PrintedFailure } from "@callbook/core/results";
import { CopyButton } from "../ui/copy-button.tsx";
import { cx } from "../ui/index.ts";

/** The IANA registry that says what each status code means. */
const REGISTRY = "https://www.iana.org/assignments/http-status-codes/http-status-codes.xhtml";

interface ErrorLinesProps {
  readonly failure: PrintedFailure;
  /** Enlarged: each line in a frame of its own with a copy button. */
  readonly large?: boolean;
}

/** The three lines of an error, everywhere the same: Failure Indicator, Status Code, Message. */
export function ErrorLines({ failure, large = false }: ErrorLinesProps) {
  const [indicator, statusCode, message] = errorLines(failure);
  const lines = [
    { label: "Failure Indicator", text: indicator },
    { label: "Status Code", text: statusCode },
    { label: "Message", text: message },
  ];
  return (
    <dl className={cx("min-w-0", large ? "rounded-r3 border border-fail-line" : "space-y-0.5")}>
      {lines.map((line) => (
        <div
          key={line.label}
          className={cx(
            "grid grid-cols-[112px_minmax(0,1fr)] gap-x-2",
            large && "border-b border-line px-4 py-2.5 last:border-b-0",
          )}
        >
          <dt className={cx("text-t2 text-text-3", large ? "leading-6" : "leading-5")}>
            {line.label}
          </dt>
          <dd
            className={cx(
              "font-semibold break-words whitespace-pre-wrap",
              large ? "flex items-start gap-2 text-t4" : "text-t3",
            )}
          >
            <span className="min-w-0 flex-1">
              {line.label === "Status Code" ? <StatusCode code={failure.statusCode} /> : line.text}
            </span>
            {large && <CopyButton text={line.text} label={`Copy ${line.label}`} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function StatusCode({ code }: { readonly code: number }) {
  return (
    <span>
      Status Code:{" "}
      <a
        href={REGISTRY}
        target="_blank"
        rel="noreferrer"
        className="text-link underline underline-offset-2"
        title="Opens the IANA registry of HTTP status codes"
      >
        {code}
      </a>
      .
    </span>
  );
}
