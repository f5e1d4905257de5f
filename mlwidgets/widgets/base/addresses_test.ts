import { copied, isOnThisMachine, lessonLink, pageLink } from "./addresses.ts";

function same(got: unknown, wanted: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
  }
}

Deno.test("a page's link keeps its address, and neither its token nor what it has opened", () => {
  same(pageLink("http://a.org/user/x/?token=secret&b=1#mlw=1.old", "#mlw=1.new"), "http://a.org/user/x/?b=1#mlw=1.new");
  same(pageLink("http://a.org/?token=secret", "#mlw=1.new"), "http://a.org/#mlw=1.new");
  same(pageLink("http://a.org/?lesson=1-a&mlw=1.old", "#mlw=1.new"), "http://a.org/#mlw=1.new");
  same(pageLink("http://a.org/page", "#mlw=1.new"), "http://a.org/page#mlw=1.new");
});

Deno.test("a lesson's link is the page's address with the lesson's name", () => {
  same(lessonLink("http://a.org/x?token=s&lang=de#mlw=1.old", "5-loss"), "http://a.org/x?lang=de&lesson=5-loss");
  same(lessonLink("http://a.org/?lesson=1-a", "5-loss"), "http://a.org/?lesson=5-loss");
  same(lessonLink("http://a.org/", "Ä & b"), "http://a.org/?lesson=%C3%84%20%26%20b");
});

Deno.test("an address of this machine is known", () => {
  const hosts = ["localhost", "127.0.0.1", "[::1]", "hub.example.org", "127.example.org"];
  same(hosts.map(isOnThisMachine), [true, true, true, false, false]);
});

Deno.test("where there is no clipboard, nothing is copied", async () => {
  same(await copied("a"), false); // Deno has none
});
