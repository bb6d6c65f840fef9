// The lab of a room on the server.

/** @import { Lab, Listeners, Source } from "./lab.js" */
/** @import { Seat } from "./session.js" */

import { at } from "./base.js";
import { listenToDrops, pickFile } from "./files.js";
import { createKeeper } from "./keeping.js";
import { landmark, openLab } from "./main.js";
import { beginAnew, downloadUrl, leaveWithTheAddress, NoRoom, socketUrl, takeSeat } from "./session.js";
import { listenToLanguage } from "./language.js";
import { offerLanguage } from "./reopening.js";
import { askForRules } from "./rulebook.js";
import { copyLink, copyScript, open, openLog } from "./sharing.js";
import { Socket } from "./socket.js";
import { goneOn } from "./words/en.js";
import { showNoRoom } from "./views/no_room.js";

/** The files of a lesson that is being written are looked after. @param {import("./frames.js").Lesson|null} lesson */
async function watchLesson(lesson) {
  const { createAuthoring } = await import("./views/authoring.js");
  createAuthoring(landmark("lesson")).watch(lesson);
}

/** @typedef {import("./class/attending.js").Attending} Attending */

/** Somebody in a class, when the address names one; what that takes is fetched for them alone. @returns {Promise<Attending|null>} */
async function attend() {
  const fields = new URLSearchParams(location.search);
  const id = fields.get("class");
  if (id === null) return null;
  const { attendClass } = await import("./class/attending.js");
  return await attendClass(id, fields);
}

/** @param {Seat} seat @param {Attending|null} attending @returns {(lab: Lab, listeners: Listeners) => Source} */
const roomOf = (seat, attending) => (lab, listeners) => {
  // what is done in a class is kept by the class
  const keep = attending ? () => {} : createKeeper(lab, seat);
  if (attending) listeners = attending.between(listeners);
  const frame = (/** @type {import("./frames.js").ServerFrame} */ frame) => {
    listeners.frame(frame);
    keep(frame);
    if (frame.type !== "welcome") return;
    if (document.body.dataset.authoring) watchLesson(frame.lesson);
    offerLanguage(lab, seat, frame);
  };
  const socket = new Socket(() => socketUrl(seat, lab.resumeFrom, lab.desk.life), { ...listeners, frame });
  return {
    connect: () => socket.connect(),
    retry: () => socket.retry(),
    send: (frame) => socket.send(frame),
    file: (format, branch) => ({ href: downloadUrl(seat, format, branch), name: "" }),
    begins: seat.at ?? null,
    doors: { copyScript, copyLink, pickFile, open, openLog, beginAnew },
  };
};

async function fetchRules() {
  const answer = await fetch(at("/api/rules"));
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return await answer.json();
}

async function start() {
  listenToLanguage();
  askForRules(fetchRules);
  try {
    const attending = await attend();
    /** @type {Seat} */
    const seat = attending?.seat ?? await takeSeat();
    const lab = openLab(roomOf(seat, attending), null, attending?.views);
    attending?.begin(lab);
    listenToDrops(lab.send);
    // the address of a class names no room
    if (!attending) leaveWithTheAddress(seat);
    if (seat.resumed) lab.notify({ says: goneOn.back, action: { says: goneOn.anew, does: beginAnew } });
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    showNoRoom(landmark("stage"), error.message, error.mends ? undefined : error.instead.href, error.instead.says);
  }
}

await start();
