// Joining a class: by its code and a name, by a link with the code, or by a ticket on another device.

import { el } from "../views/elements.js";
import { doors as words } from "../words/en_class.js";
import { ask, labOf, ofClass, Refused } from "./ask.js";
import { Amiss, byId, input, listenToForm } from "./form.js";
import { createSure } from "./sure.js";

const LETTERS = 6;

/** As it is shown: K7F-2QX. @param {string} typed */
function codeOf(typed) {
  const letters = typed.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  return letters.length > 3 ? `${letters.slice(0, 3)}-${letters.slice(3)}` : letters;
}

/** @param {string} id */
const enter = (id) => location.assign(labOf(id));

/** What the class of a code is, while its code is being typed; who is in it already goes back. */
async function look() {
  const code = codeOf(input("code").value);
  const says = byId("code-says");
  const found = code.length === LETTERS + 1 ? await ask("POST", "/classes/look", { code }).catch(() => null) : null;
  if (!found || codeOf(input("code").value) !== code) return;
  says.replaceChildren(words.of(found.title, found.presenter));
  if (found.locked && !found.you) says.append(" ", words.locked);
  if (!found.you) return;
  const leave = async () => {
    await ask("POST", ofClass(found.class, "/forget"), {});
    says.replaceChildren(words.forgotten);
  };
  says.append(" ", words.youAre(found.you), " ", el("a", { href: labOf(found.class) }, words.back), createSure(words.forget, words.forgetSure, leave));
  if (!input("name").value) input("name").value = found.you;
}

async function join() {
  const code = codeOf(input("code").value);
  const name = input("name").value.trim();
  if (!code) throw new Amiss("code", words.noCode);
  if (!name) throw new Amiss("name", words.noName);
  enter((await ask("POST", "/classes/join", { code, name })).class);
}

/** A member who comes back on another device. @param {string} ticket such as ID.TICKET */
async function comeBack(ticket) {
  const [id, secret] = [ticket.slice(0, ticket.indexOf(".")), ticket.slice(ticket.indexOf(".") + 1)];
  try {
    await ask("POST", ofClass(id, "/back"), { ticket: secret });
    enter(id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    byId("trouble").replaceChildren(el("b", {}, error.message), error.then);
  }
}

function begin() {
  const given = decodeURIComponent(location.hash.slice(1));
  if (given.startsWith("ticket=")) {
    // a ticket is good for once, and is not to be read over a shoulder
    history.replaceState(null, "", location.pathname);
    return void comeBack(given.slice("ticket=".length));
  }
  if (given) input("code").value = codeOf(given);
  if (input("code").value) input("name").focus();
  void look();
}

input("code").addEventListener("input", () => void look());
addEventListener("hashchange", begin);
listenToForm(/** @type {HTMLFormElement} */ (byId("join")), words.joining, { unknown_code: "code", class_locked: "code", class_full: "code", bad_name: "name" }, join);
begin();
