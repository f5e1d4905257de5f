import { completed, lines } from "./task_form.ts";
import { Turns } from "./turns.ts";

function same(got: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (one !== other) throw new Error(`got ${one}, wanted ${other}`);
}

Deno.test("a form has two answers at least, and exactly one that is right to begin with", () => {
  same(completed(undefined), [{ text: "", reply: "", right: true }, { text: "", reply: "" }]);
  const given = [{ text: "a", reply: "b" }, { text: "c", reply: "d", right: true }];
  same(completed(given), given);
});

Deno.test("hints are the lines that have something in them", () => {
  same(lines(" one \n\n two"), ["one", "two"]);
});

Deno.test("a page waits until Python has heard the last thing that it said itself", () => {
  const [here, there] = [new Turns(), new Turns()];
  same(here.waiting, false);
  const [first, second] = [here.next(), here.next()];
  here.hear(first);
  same(here.waiting, true);
  there.next();
  here.hear(there.next());
  same(here.waiting, true);
  here.hear(second);
  same(here.waiting, false);
  here.hear(first); // another page has shown an older answer since
  same(here.waiting, false);
  here.hear([]);
  same(here.waiting, false);
});
