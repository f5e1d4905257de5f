// Mouse, finger and keyboard on the map: they point at places, hold one, and draw points.

import type { Place } from "./map_model.ts";
import { movedBy, placeAt } from "./map_plane.ts";

const APART = 9; // pixels between points of one stroke

export interface MapHand {
  isDrawing(): boolean;
  place(): Place | null; // what is pointed at
  look(place: Place | null, aloud?: boolean): void;
  begin(): void; // a stroke
  put(place: Place): void;
  brush(key: string): boolean; // another class or number by a key, while drawing
  undo(): void;
  redo(): void;
}

/** Listen to the stage. Returns `{ held, letGo }`: whether a place is held, and how to let it go. */
export function listenToHand(stage: HTMLElement, hand: MapHand): { letGo(): void } {
  let held = false;
  let pressed: number | null = null; // the pointer that is down
  let last: [number, number] | null = null; // where the stroke last left a point, in pixels

  const hold = (now: boolean) => {
    held = now;
    stage.classList.toggle("mlw-map-held", held);
  };
  const placeOf = (event: PointerEvent | MouseEvent): Place => {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return placeAt((event.clientX - left) / width, (event.clientY - top) / height);
  };
  const put = (event: PointerEvent) => {
    const at: [number, number] = [event.clientX, event.clientY];
    if (last && Math.hypot(at[0] - last[0], at[1] - last[1]) < APART) return;
    last = at;
    hand.put(placeOf(event));
  };

  stage.addEventListener("pointerdown", (event) => {
    if (pressed !== null || event.button !== 0) return;
    pressed = event.pointerId;
    if (!hand.isDrawing()) return;
    stage.setPointerCapture(pressed);
    hand.begin();
    put(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (hand.isDrawing() && event.pointerId === pressed) put(event);
    if (event.pointerType !== "touch" && !held) hand.look(placeOf(event));
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
    stage.addEventListener(name, (event) => {
      if (event.pointerId === pressed) pressed = last = null;
    });
  }
  stage.addEventListener("click", (event) => {
    if (hand.isDrawing()) return;
    hold((event as PointerEvent).pointerType !== "touch" && !held);
    hand.look(placeOf(event));
  });
  stage.addEventListener("pointerleave", (event) => {
    if (!held && event.pointerType !== "touch" && !stage.matches(":focus-visible")) hand.look(null);
  });

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (!hand.isDrawing() || !/^[zy]$/i.test(event.key)) return;
      event.preventDefault();
      if (event.key.toLowerCase() === "y" || event.shiftKey) hand.redo();
      else hand.undo();
      return;
    }
    if (hand.isDrawing() && hand.brush(event.key)) {
      event.preventDefault();
      return;
    }
    const target = movedBy(event.key, event.shiftKey, hand.place() ?? [0, 0]);
    if (!target) return;
    event.preventDefault(); // the page would scroll
    hand.look(target, true);
    if (event.key !== "Enter" && event.key !== " ") return;
    if (hand.isDrawing()) {
      hand.begin();
      hand.put(target);
    } else hold(!held);
  };
  stage.addEventListener("keydown", press);
  stage.addEventListener("focus", () => {
    if (!hand.place() && stage.matches(":focus-visible")) hand.look([0, 0]);
  });
  stage.addEventListener("blur", () => {
    if (!held) hand.look(null);
  });
  return { letGo: () => hold(false) };
}
