/** Options of the command line: `--name VALUE`. */

/** The text behind `--name`, or `otherwise`. */
export function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

/** The number behind `--name`, or `otherwise`. */
export function numberOption(name: string, otherwise: number): number {
  const value = Number(option(name, String(otherwise)));
  if (Number.isFinite(value)) return value;
  throw new Error(`--${name} takes a number`);
}

/** The list behind `--name`, its items divided by commas, or `otherwise`. */
export function listOption(name: string, otherwise: readonly string[]): readonly string[] {
  return option(name, otherwise.join(",")).split(",");
}
