/** The three lines in which an analyst reads a failure. */

/** Enough of a failure to print it. */
export interface PrintedFailure {
  readonly failureIndicator: string;
  readonly statusCode: number;
  readonly message: string;
}

/**
 * "Send Request failed.", "Status Code: 500." and "Message: Internal Server
 * Error.": exactly three, each with one final period. Pure. Source: D3 SOAR.
 */
export function errorLines(
  failure: PrintedFailure,
): readonly [indicator: string, statusCode: string, message: string] {
  return [
    withPeriod(failure.failureIndicator),
    `Status Code: ${failure.statusCode}.`,
    withPeriod(`Message: ${failure.message}`),
  ];
}

/** The text with a period at its end, which is added only once. Pure. */
export function withPeriod(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.endsWith(".") ? trimmed : `${trimmed}.`;
}
