import { strictEqual as equal } from "node:assert";

import { commandOf, type Place, type Pressed } from "./stack_keys.ts";

const ON_CARD: Place = { onCard: true, nearCard: true, inSettings: false, dirty: false };
const IN_FIELD: Place = { onCard: false, nearCard: false, inSettings: true, dirty: false };
const ON_BUTTON: Place = { onCard: false, nearCard: true, inSettings: true, dirty: false };

function press(key: string, place: Place, held: Partial<Pressed> = {}): string | null {
  return commandOf({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held }, place);
}

Deno.test("arrows choose, in both directions of both layouts, and with Alt they move", () => {
  equal(press("ArrowRight", ON_CARD), "next");
  equal(press("ArrowDown", ON_CARD), "next");
  equal(press("ArrowUp", ON_CARD), "previous");
  equal(press("ArrowLeft", ON_CARD, { altKey: true }), "earlier");
  equal(press("End", ON_CARD), "last");
});

Deno.test("a key that changes the stack works on the card itself only", () => {
  equal(press("Delete", ON_CARD), "remove");
  equal(press("Delete", ON_BUTTON), null);
  equal(press("Delete", IN_FIELD), null);
  equal(press("Enter", ON_BUTTON), null);
});

Deno.test("where something is typed, arrows belong to the field", () => {
  equal(press("ArrowRight", IN_FIELD), null);
  equal(press("Escape", IN_FIELD), "leave");
});

Deno.test("undo is the field's own while something typed has not been taken", () => {
  equal(press("z", IN_FIELD, { ctrlKey: true }), "undo");
  equal(press("Z", IN_FIELD, { metaKey: true, shiftKey: true }), "redo");
  equal(press("y", ON_CARD, { ctrlKey: true }), "redo");
  equal(press("z", { ...IN_FIELD, dirty: true }, { ctrlKey: true }), null);
});

Deno.test("names of things that every object has are no keys", () => {
  equal(press("constructor", ON_CARD), null);
  equal(press("toString", ON_CARD, { altKey: true }), null);
});
