// Which key does what in the stack of layers.

/** Where the key was pressed. */
export interface Place {
  /** On a card itself, not on something within it. */
  onCard: boolean;
  /** On a card, its buttons or its panel, but not where something is typed or chosen. */
  nearCard: boolean;
  inSettings: boolean;
  /** Whether something has been typed that has not been taken. */
  dirty: boolean;
}

export type Pressed = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

const CHOOSE = {
  ArrowLeft: "previous",
  ArrowUp: "previous",
  ArrowRight: "next",
  ArrowDown: "next",
  Home: "first",
  End: "last",
} as const;
const MOVE = { ArrowLeft: "earlier", ArrowUp: "earlier", ArrowRight: "later", ArrowDown: "later" } as const;
const CHANGE = {
  Enter: "settings",
  Delete: "remove",
  Backspace: "remove",
  "+": "insert",
  Insert: "insert",
} as const;

type OneOf<Table> = Table[keyof Table];
export type Command = "undo" | "redo" | "leave" | OneOf<typeof CHOOSE> | OneOf<typeof MOVE> | OneOf<typeof CHANGE>;

/** What a key asks for; null if it is not one of ours. */
export function commandOf(pressed: Pressed, place: Place): Command | null {
  const held = pressed.ctrlKey || pressed.metaKey;
  const key = pressed.key.toLowerCase();
  if (held && !pressed.altKey && (key === "z" || key === "y")) {
    if (place.dirty) return null; // what has just been typed is the field's own to undo
    return key === "y" || pressed.shiftKey ? "redo" : "undo";
  }
  if (pressed.key === "Escape" && place.inSettings) return "leave";
  if (!place.nearCard || held) return null;
  if (pressed.altKey) return Object.hasOwn(MOVE, pressed.key) ? MOVE[pressed.key as keyof typeof MOVE] : null;
  if (place.inSettings) return null;
  if (Object.hasOwn(CHOOSE, pressed.key)) return CHOOSE[pressed.key as keyof typeof CHOOSE];
  if (place.onCard && Object.hasOwn(CHANGE, pressed.key)) return CHANGE[pressed.key as keyof typeof CHANGE];
  return null;
}
