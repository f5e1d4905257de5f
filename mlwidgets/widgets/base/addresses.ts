// Links to this page, and the way onto the clipboard.

const OWN = ["token", "mlw", "lesson"]; // what of an address is for nobody else: a password, and what it has opened

function bare(address: string): URL {
  const url = new URL(address);
  for (const name of OWN) url.searchParams.delete(name);
  url.hash = "";
  return url;
}

/** A page's address with another fragment, and without what is for nobody else. */
export function pageLink(address: string, fragment: string): string {
  return bare(address).href.replace(/#$/, "") + fragment;
}

/** The address of a page that opens a lesson. */
export function lessonLink(address: string, lesson: string): string {
  const url = bare(address);
  url.search += `${url.search ? "&" : "?"}lesson=${encodeURIComponent(lesson)}`;
  return url.href;
}

/** Whether an address is this machine's own, which no other machine reaches. */
export function isOnThisMachine(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(hostname);
}

/** Copy a text; false if the page may not, without https or a permission. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
