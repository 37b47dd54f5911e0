/** The command cannot be understood, or there is nothing to do it on; the message says what to do. */
export class CommandRefusal extends Error {
  override name = "CommandRefusal";
  /** 2: the command itself is wrong. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
