import { accessOf } from "./link_model.ts";

function same(got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
  }
}

Deno.test("a control is one of free, locked and hidden", () => {
  const chosen = { hidden: ["noise"], locked: ["seed"] };
  same(["noise", "seed", "epochs"].map((name) => accessOf(chosen, name)), ["hidden", "locked", "free"]);
});
