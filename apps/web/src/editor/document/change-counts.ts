/** Operations since the playbook was opened here, by the name of who made them; each counts once. */
export class ChangeCounts {
  readonly #openedSeq: number;
  readonly #counted = new Set<number>();
  #byName: ReadonlyMap<string, number> = new Map();

  constructor(openedSeq: number) {
    this.#openedSeq = openedSeq;
  }

  get byName(): ReadonlyMap<string, number> {
    return this.#byName;
  }

  note(seq: number, userName: string): void {
    if (seq <= this.#openedSeq || this.#counted.has(seq)) return;
    this.#counted.add(seq);
    this.#byName = new Map(this.#byName).set(userName, (this.#byName.get(userName) ?? 0) + 1);
  }
}
