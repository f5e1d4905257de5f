import { placeBeside, placeOver } from "./floating.ts";

function same(got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
  }
}

const room = { width: 400, height: 300 };
const size = { width: 200, height: 60 };

Deno.test("a text goes under its anchor", () => {
  same(placeBeside({ left: 20, top: 40, bottom: 60 }, size, room), { left: 20, top: 64 });
});

Deno.test("near the lower edge it goes above, near the right edge to the left", () => {
  same(placeBeside({ left: 380, top: 250, bottom: 270 }, size, room), { left: 192, top: 186 });
});

Deno.test("where there is no room above either, it stays below", () => {
  same(placeBeside({ left: 20, top: 30, bottom: 290 }, size, room), { left: 20, top: 294 });
});

Deno.test("a lab's message ends where its head ends, and not beyond the window", () => {
  same(placeOver({ right: 390, bottom: 80 }, size, room), { left: 190, top: 20 });
  same(placeOver({ right: 150, bottom: 30 }, size, room), { left: 8, top: 8 });
});

Deno.test("a message whose head is out of sight stands at the window's lower edge, above the drawer's button", () => {
  same(placeOver({ right: 390, bottom: -200 }, size, room), { left: 190, top: 180 });
  same(placeOver({ right: 390, bottom: 500 }, size, room), { left: 190, top: 180 });
});
