import { KeptDraft, type Store, titleOf } from "./kept_draft.ts";

function same(got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`got ${got}, wanted ${wanted}`);
}
function memory(): Store & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => void texts.set(name, text),
    removeItem: (name) => void texts.delete(name),
  };
}
const always = () => true;

Deno.test("what one page has written, the next one finds until somebody decides", () => {
  const store = memory();
  new KeptDraft(store, always).keep("one");
  const second = new KeptDraft(store, always);
  same(second.found(), "one");
  second.keep("two"); // a new lesson does not take the place of what is offered
  const third = new KeptDraft(store, always);
  same(third.found(), "two"); // the newest first
  third.decide("two");
  const fourth = new KeptDraft(store, always);
  same(fourth.found(), "one");
  fourth.decide("one");
  same(new KeptDraft(store, always).found(), "");
  same(store.texts.size, 0);
});

Deno.test("what is saved as a file is kept no longer, until it changes", () => {
  const store = memory();
  const page = new KeptDraft(store, always);
  page.keep("one");
  page.forget("one");
  page.keep("one");
  same(store.texts.size, 0);
  page.keep("one more");
  same(new KeptDraft(store, always).found(), "one more");
});

Deno.test("nothing is kept where nobody wants that, or the browser refuses", () => {
  const store = memory();
  const never = new KeptDraft(store, () => false);
  never.keep("one");
  same(store.texts.size, 0);
  new KeptDraft(store, always).keep("one"); // before somebody switched it off
  same(never.found(), "");
  same(store.texts.size, 0);
  const refuse = () => {
    throw new Error("no storage here");
  };
  const blocked = new KeptDraft({ getItem: refuse, setItem: refuse, removeItem: refuse }, always);
  blocked.keep("one");
  blocked.decide("one");
  same(blocked.found(), "");
});

Deno.test("what another page has put there is no lesson", () => {
  for (const odd of ["{", "3", '{"length": 1}', "[3]"]) {
    const store = memory();
    store.setItem("mlwidgets-lesson-drafts-before", odd);
    same(new KeptDraft(store, always).found(), "");
  }
});

Deno.test("a kept lesson is called by its title", () => {
  same(titleOf('{"title": "Steps"}'), "Steps");
  for (const odd of ["", "{", "null", "[]", '{"title": 3}']) same(titleOf(odd), "");
});
