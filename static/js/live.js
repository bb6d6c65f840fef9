// The lab of a room on the server.

/** @import { Lab, Listeners, Source } from "./lab.js" */
/** @import { Seat } from "./session.js" */

import { listenToDrops, pickFile } from "./files.js";
import { landmark, openLab } from "./main.js";
import { downloadUrl, leaveWithTheAddress, NoRoom, socketUrl, takeSeat } from "./session.js";
import { askForRules } from "./rulebook.js";
import { copyLink, copyScript, open } from "./sharing.js";
import { Socket } from "./socket.js";
import { showNoRoom } from "./views/no_room.js";

/** @param {Seat} seat @returns {(lab: Lab, listeners: Listeners) => Source} */
const roomOf = (seat) => (lab, listeners) => {
  const socket = new Socket(() => socketUrl(seat, lab.resumeFrom), listeners);
  return {
    connect: () => socket.connect(),
    retry: () => socket.retry(),
    send: (frame) => socket.send(frame),
    file: (format, branch) => ({ href: downloadUrl(seat, format, branch), name: "" }),
    begins: seat.at ?? null,
    doors: { copyScript, copyLink, pickFile, open },
  };
};

async function fetchRules() {
  const answer = await fetch("/api/rules");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return await answer.json();
}

async function start() {
  askForRules(fetchRules);
  try {
    const seat = await takeSeat();
    const lab = openLab(roomOf(seat));
    listenToDrops(lab.send);
    leaveWithTheAddress(seat);
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    showNoRoom(landmark("stage"), error.message, "/lab");
  }
}

await start();
