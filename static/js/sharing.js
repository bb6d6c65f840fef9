// A run that leaves the lab as a script or a link, and what comes into it as another room.

/** @import { Lab } from "./lab.js" */

import { at } from "./base.js";
import { copy } from "./clipboard.js";
import { enter, NoRoom, openRoom } from "./session.js";
import { fragmentOf, LONGEST_LINK } from "./share.js";
import { toast } from "./words/en.js";
import { share as words } from "./words/en_side.js";

/** The branch on show as a script; null, and a word about it, when the server cannot be asked. @param {Lab} lab */
async function scriptOf(lab) {
  const answer = await fetch(lab.source.file("script", lab.playhead.branch).href).catch(() => null);
  if (answer?.ok) return await answer.text();
  lab.notify({ says: toast.offline });
  return null;
}

/** @param {Lab} lab */
export async function copyScript(lab) {
  const script = await scriptOf(lab);
  if (script !== null) await copy(lab, script, words.copied);
}

/** A link that opens this run, at the position on show, for anybody on this server. @param {Lab} lab */
export async function copyLink(lab) {
  const { playhead } = lab;
  const { position } = playhead;
  const script = await scriptOf(lab);
  if (script === null) return;
  const link = `${location.origin}${at("/lab")}${await fragmentOf(script, position < playhead.edge.position ? position : null)}`;
  if (link.length > LONGEST_LINK) return lab.notify({ says: words.tooLong(link.length) });
  await copy(lab, link, words.linkCopied(position));
}

/**
 * The page of another implementation's log, in place of this one; the way back leads here again.
 * @param {string} name
 * @param {string} text
 * @param {(says: string) => void} failed
 */
export async function openLog(name, text, failed) {
  const headers = { "content-type": "application/x-ndjson" };
  const answer = await fetch(at(`/api/imports?${new URLSearchParams({ name })}`), { method: "POST", headers, body: text }).catch(() => null);
  const body = await answer?.json().catch(() => null);
  if (answer?.ok && body) location.assign(at(body.page));
  else failed(body?.says ?? toast.offline);
}

/**
 * Another room, in this page; what cannot be opened is told to whoever wanted it.
 * @param {Record<string, string>} wanted
 * @param {(says: string) => void} failed
 */
export async function open(wanted, failed) {
  try {
    enter(await openRoom(wanted));
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    failed(error.message);
  }
}
