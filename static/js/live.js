// The lab of a room on the server.

/** @import { Lab, Listeners, Source } from "./lab.js" */
/** @import { Seat } from "./session.js" */

import { listenToDrops, pickFile } from "./files.js";
import { createKeeper } from "./keeping.js";
import { landmark, openLab } from "./main.js";
import { beginAnew, downloadUrl, leaveWithTheAddress, NoRoom, socketUrl, takeSeat } from "./session.js";
import { listenToLanguage } from "./language.js";
import { offerLanguage } from "./reopening.js";
import { askForRules } from "./rulebook.js";
import { copyLink, copyScript, open } from "./sharing.js";
import { Socket } from "./socket.js";
import { goneOn } from "./words/en.js";
import { showNoRoom } from "./views/no_room.js";

/** The files of a lesson that is being written are looked after. @param {import("./frames.js").Lesson|null} lesson */
async function watchLesson(lesson) {
  const { createAuthoring } = await import("./views/authoring.js");
  createAuthoring(landmark("lesson")).watch(lesson);
}

/** @param {Seat} seat @returns {(lab: Lab, listeners: Listeners) => Source} */
const roomOf = (seat) => (lab, listeners) => {
  const keep = createKeeper(lab, seat);
  const frame = (/** @type {import("./frames.js").ServerFrame} */ frame) => {
    listeners.frame(frame);
    keep(frame);
    if (frame.type !== "welcome") return;
    if (document.body.dataset.authoring) watchLesson(frame.lesson);
    offerLanguage(lab, seat, frame);
  };
  const socket = new Socket(() => socketUrl(seat, lab.resumeFrom), { ...listeners, frame });
  return {
    connect: () => socket.connect(),
    retry: () => socket.retry(),
    send: (frame) => socket.send(frame),
    file: (format, branch) => ({ href: downloadUrl(seat, format, branch), name: "" }),
    begins: seat.at ?? null,
    doors: { copyScript, copyLink, pickFile, open, beginAnew },
  };
};

async function fetchRules() {
  const answer = await fetch("/api/rules");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return await answer.json();
}

async function start() {
  listenToLanguage();
  askForRules(fetchRules);
  try {
    const seat = await takeSeat();
    const lab = openLab(roomOf(seat));
    listenToDrops(lab.send);
    leaveWithTheAddress(seat);
    if (seat.resumed) lab.notify({ says: goneOn.back, action: { says: goneOn.anew, does: beginAnew } });
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    showNoRoom(landmark("stage"), error.message, error.mends ? undefined : "/lab");
  }
}

await start();
