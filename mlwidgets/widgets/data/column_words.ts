// What the kinds and the roles of columns are called.

import { t } from "../base/language.ts";

const KINDS: Record<string, string> = {
  number: t("number"),
  category: t("category"),
  text: t("text"),
  date: t("date"),
};
const ROLES: Record<string, string> = { feature: t("feature"), target: t("target"), ignored: t("ignored") };

export const kindName = (kind: string): string => KINDS[kind] ?? kind;

export const roleName = (role: string): string => ROLES[role] ?? role;

/** A kind, after the role unless that is the one of most columns. */
export const kindWords = (kind: string, role: string): string =>
  role === "feature" ? kindName(kind) : `${roleName(role)} · ${kindName(kind)}`;
