import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 500;

interface Typing {
  readonly text: string;
  /** The stored text that this replaces. */
  readonly from: string;
  /** True while something typed has not been handed on. */
  readonly dirty: boolean;
}

interface TypedValue {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
}

/**
 * A text that is typed here and kept elsewhere: it is handed on after a pause of
 * 500 ms or when the field is left, together with the stored text it replaces, so
 * that what somebody else wrote meanwhile is noticed and not overwritten. While
 * the field has the focus the text stays as it was typed.
 * @param stored the text as it is kept now
 * @param show the kept text as people read it (names instead of ids)
 * @param commit stores `text` in place of `from` and returns what is kept now
 */
export function useTypedValue(
  stored: string,
  show: (stored: string) => string,
  commit: (text: string, from: string) => string,
): TypedValue {
  const [typing, setTyping] = useState<Typing | null>(null);
  const latest = useRef<Typing | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const put = (next: Typing | null) => {
    latest.current = next;
    setTyping(next);
  };

  const handOn = (keep: boolean) => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const open = latest.current;
    if (open === null) return;
    const kept = open.dirty ? commit(open.text, open.from) : open.from;
    put(keep ? { text: open.text, from: kept, dirty: false } : null);
  };
  const handOnLatest = useRef(handOn);
  useEffect(() => {
    handOnLatest.current = handOn;
  });
  useEffect(() => {
    // A reload must not lose the last half second of typing.
    const leave = () => handOnLatest.current(true);
    window.addEventListener("pagehide", leave, { capture: true });
    return () => {
      window.removeEventListener("pagehide", leave, { capture: true });
      handOnLatest.current(false);
    };
  }, []);

  // Somebody else changed the text while this field rests: theirs is shown.
  const outdated = typing !== null && !typing.dirty && typing.from !== stored;
  useEffect(() => {
    if (outdated && latest.current?.dirty === false) put(null);
  });

  return {
    text: typing === null || outdated ? show(stored) : typing.text,
    onChange: (text) => {
      const from = latest.current === null || outdated ? stored : latest.current.from;
      put({ text, from, dirty: true });
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => handOnLatest.current(true), PAUSE_MS);
    },
    onBlur: () => handOn(false),
  };
}
