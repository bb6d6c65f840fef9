// Being in a class, in the lab: what the class changes there, whether one follows, presents, has the control or is alone.

/** @import { Ballot, ClassDocument, ClassFrame, Looked } from "./frames.js" */
/** @import { Lab, Listeners } from "../lab.js" */
/** @import { Action, Answered, Question, View, ViewModel } from "../view_types.js" */

import { at } from "../base.js";
import { mayProject, project } from "../projector.js";
import { NoRoom } from "../session.js";
import { fetchSheet } from "../sheet.js";
import { onPhone } from "../shell.js";
import { dash, inLab as words, moving } from "../words/en_class.js";
import { ask, dashboardOf, labOf, ofClass, Refused } from "./ask.js";
import { createBadge } from "./badge.js";
import { createBar } from "./bar.js";
import { Ballots } from "./ballots.js";
import { doingOf, presents } from "./dash_model.js";
import { ClassLine } from "./line.js";
import { openMove } from "./move.js";
import { lookedAt, showLooked } from "./looking.js";
import { standingOf } from "./standing.js";
import { applied } from "./state.js";
import { keepWord, takeWord } from "./word.js";

/** A look is told to the class at most so often. */
const LOOK_EVERY_MS = 200;
/** Whoever follows does not do these themselves. @type {Action["type"][]} */
const PAUSED = ["seek", "seek_time", "play", "pause", "step", "interesting", "speed", "live", "branch", "fork", "undo", "play_branch", "show_break"];
/** By these a person looks elsewhere; others come from the views by themselves. @type {Set<Action["type"]>} */
const LOOKING = new Set([...PAUSED, "directive", "select", "tab", "view", "compare"]);

export class Attending {
  /** @type {View[]} */
  views = [{ update: (vm) => this.#look(vm) }];
  /** @type {Lab|null} */
  #lab = null;
  /** What the lab does, without asking whether one may. @type {Lab["send"]} */
  #send = () => {};
  #over = "";
  /** @type {Set<string>} questions that were brought into view */
  #brought = new Set();
  /** Somebody at this page has done something since a look of somebody else came. */
  #mine = false;
  #told = "";
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #telling;
  /** The cluster has come. */
  #isThere = false;
  /** @type {Looked|null} a look that waits for what it looks at */
  #pending = null;
  /** @type {Ballots|null} */
  #ballots = null;
  /** @type {ReturnType<typeof createBadge>|null} */
  #badge = null;
  /** @type {ReturnType<typeof createBar>|null} */
  #bar = null;

  /**
   * @param {string} id
   * @param {ClassDocument} known
   * @param {boolean} alone
   */
  constructor(id, known, alone) {
    this.id = id;
    this.known = known;
    const own = alone ? (known.me.own ?? known.me.earlier) : null;
    this.alone = own !== null;
    this.seat = own ?? known.me.room;
    this.line = new ClassLine(id, { frame: (frame) => this.#heard(frame), line: (state, code) => this.#lineIs(state, code) });
  }

  /** The one whom the class follows: whoever the control was handed to, else the presenter. */
  get #hasControl() {
    const { head, me } = this.known;
    return head.control === null ? presents(this.known) : head.control === me.id;
  }

  /** Whether one looks on, while somebody else acts. */
  get follows() {
    return !this.alone && !this.#hasControl;
  }

  /** @returns {"class"|"alone"|"earlier"} */
  get #place() {
    if (!this.alone) return "class";
    return this.known.me.own?.room === this.seat.room ? "alone" : "earlier";
  }

  /** Whether what one looks at is shown to the class. */
  get #leads() {
    const { head } = this.known;
    return !this.alone && head.follow_me && !head.ended && this.#hasControl;
  }

  /** One's own answers; null for who answers for the room. @returns {Ballot[]|null} */
  get #votes() {
    const { me } = this.known;
    return this.alone || me.control || presents(this.known) ? null : me.ballots;
  }

  /**
   * Stands between the room and the lab.
   * @param {Listeners} listeners
   * @returns {Listeners}
   */
  between(listeners) {
    this.#ballots = new Ballots((question) => listeners.frame({ type: "question", ...question }));
    return {
      connection: listeners.connection,
      frame: (frame) => {
        if (frame.type === "question") {
          this.#ballots?.take(frame, this.#votes);
          return this.#bring(frame);
        }
        if (frame.type === "welcome") this.#ballots?.begin();
        listeners.frame(frame);
        if (frame.type === "welcome") this.#settle();
        if (frame.type === "keyframe") this.#isThere = true;
        if (this.#pending && frame.type !== "pace") this.#show(this.#pending);
      },
    };
  }

  /** What the class is asked is seen on a phone as well, whichever tab is open there. @param {Question} question */
  #bring({ id, state }) {
    if (state !== "open" || !this.#votes || this.#brought.has(id) || !onPhone()) return;
    this.#brought.add(id);
    this.#send({ type: "panel", panel: "lesson" });
    // once its step is drawn
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector(".predict")?.scrollIntoView({ block: "nearest" })));
  }

  /** @param {Lab} lab */
  begin(lab) {
    this.#lab = lab;
    document.body.dataset.class = this.id;
    this.#send = lab.send;
    lab.send = (action) => this.#act(action);
    const top = /** @type {HTMLElement} */ (document.getElementById("top"));
    this.#badge = createBadge(top, this.id);
    this.#bar = createBar(top);
    this.#pending = this.alone ? null : this.known.view;
    this.#settle();
    this.line.connect();
    const says = takeWord();
    if (says) lab.notify({ says });
  }

  /** The class has gone on in another room. */
  #goAlong() {
    const title = doingOf(this.known.lesson);
    keepWord(presents(this.known) ? moving.moved(title) : words.cameAlong(this.known.head.presenter, title));
    location.reload();
  }

  /** The presenter has called everybody. */
  #comeBack() {
    if (!this.alone) return;
    keepWord(words.called(this.known.head.presenter));
    location.assign(labOf(this.id));
  }

  /** @param {Action} action */
  #act(action) {
    const lab = /** @type {Lab} */ (this.#lab);
    if (this.follows && this.known.head.follow_me && PAUSED.includes(action.type)) return lab.notify({ says: this.#whyNot });
    if (LOOKING.has(action.type) || (action.type === "read" && action.turned)) this.#mine = true;
    this.#send(action);
  }

  get #whyNot() {
    const { head } = this.known;
    if (head.frozen && !presents(this.known)) return words.isFrozen;
    if (!this.follows) return "";
    if (presents(this.known)) return words.theyAct(head.control_name ?? "");
    return head.follow_me ? words.notYet : words.notYours;
  }

  /** @param {ClassFrame} frame */
  #heard(frame) {
    const before = this.known;
    this.known = applied(before, frame) ?? before;
    if (frame.type === "over" && frame.code === "removed") this.#over = frame.says;
    if (!this.alone && this.known.me.room.room !== this.seat.room) return this.#goAlong();
    if (frame.type === "call") return this.#comeBack();
    if (frame.type === "view" || frame.type === "class") this.#follow(this.known.view);
    else if (!before.head.follow_me && this.known.head.follow_me) this.#follow(this.known.view);
    this.#tellControl(before);
    this.#settle();
  }

  /** @param {"open"|"lost"|"ended"} state @param {number} code */
  #lineIs(state, code) {
    if (state === "ended" && !this.known.head.ended && !this.#over) this.#over = code === 4401 ? words.outOfClass : words.goneClass;
    this.#settle();
  }

  /** @param {Looked|null} looked */
  #follow(looked) {
    const leads = this.#leads && this.#mine;
    if (!looked || this.alone || leads || !this.known.head.follow_me) return;
    this.#show(looked);
  }

  /** @param {Looked} looked */
  #show(looked) {
    const lab = this.#lab;
    if (!lab || this.alone) return;
    const { store } = lab;
    const branch = store.branches.find(({ id }) => id === looked.branch);
    const isKnown = branch && store.edge(branch.id).position >= Math.max(looked.position ?? 0, branch.last_position);
    this.#pending = this.#isThere && isKnown ? null : looked;
    if (this.#pending) return;
    this.#mine = false;
    showLooked(lab, this.#send, looked);
  }

  /** What one looks at is told to the class: the newest, not each. @param {ViewModel} vm */
  #look(vm) {
    if (!this.#leads || !this.#mine || !vm.state) return;
    const looked = lookedAt(vm);
    const look = JSON.stringify(looked);
    if (look === this.#told) return;
    this.#told = look;
    this.known = { ...this.known, view: looked };
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      if (this.#leads && this.known.view) this.line.show(this.known.view);
    }, LOOK_EVERY_MS);
  }

  /** @param {ClassDocument} before */
  #tellControl(before) {
    const { head, me } = this.known;
    if (before.me.control === me.control) return;
    this.#lab?.notify({ says: me.control ? words.handed(head.presenter) : words.tookBack(head.presenter) });
    this.#mine = false;
    this.#told = "";
  }

  /** Puts into the lab what follows from the class as it is now. */
  #settle() {
    const lab = this.#lab;
    if (!lab) return;
    const { head, me, splits } = this.known;
    const teaches = presents(this.known);
    const mayAct = (this.alone || teaches || me.control) && (teaches || !head.frozen) && !head.ended && !this.#over;
    const standing = standingOf(this.known, this.#place, this.#over, this.#ways);
    lab.desk.role = mayAct ? "control" : "watch";
    lab.desk.inClass = {
      votes: this.follows && me.role === "learner" && !head.frozen && !head.ended,
      whyNot: this.#whyNot,
      begins: words.begins(head.presenter),
      splits: this.alone ? new Map() : this.#splits(splits),
      goOn: teaches && !head.ended ? this.#ways.goOn : null,
    };
    this.#ballots?.refresh(this.#votes);
    this.#badge?.update(this.known);
    if (standing && this.#bar?.update(standing)) lab.speak(`${standing.title}. ${standing.text}`);
    else if (!standing) this.#bar?.update(null);
    lab.changed();
  }

  /** @type {Map<string, {look: string, answered: Answered}>} */
  #drawn = new Map();

  /** Those that were revealed; one that did not change stays the same object. @param {ClassDocument["splits"]} splits @returns {Map<string, Answered>} */
  #splits(splits) {
    const revealed = splits.filter(({ revealed }) => revealed);
    return new Map(revealed.map(({ question, answered, bars }) => {
      const look = JSON.stringify([answered, bars]);
      const known = this.#drawn.get(question);
      const now = known?.look === look ? known : { look, answered: { answered, bars: bars.map((bar) => (bar.choice === null ? { ...bar, says: dash.skipped } : bar)) } };
      this.#drawn.set(question, now);
      return [question, now.answered];
    }));
  }

  #ways = {
    explore: () => this.#ask("/explore", this.#spot(), { alone: "1" }),
    back: () => this.#ask("/return", {}, {}),
    giveBack: () => this.#ask("/control", { member: null }),
    take: () => this.#ask("/control", { member: null }),
    thaw: () => this.#ask("", { frozen: false }),
    dashboard: () => location.assign(dashboardOf(this.id)),
    goOn: () => this.#try(() => openMove(this.id, this.known)),
  };

  /** Where somebody who goes off alone begins: what they have before their eyes. */
  #spot() {
    const playhead = this.#lab?.playhead;
    return playhead && !playhead.live ? { branch: playhead.branch, position: playhead.target } : {};
  }

  /** @param {string} path @param {Record<string, unknown>} body @param {Record<string, string>} [then] the lab to go to */
  #ask(path, body, then) {
    return this.#try(async () => {
      await ask(path ? "POST" : "PATCH", ofClass(this.id, path), body);
      if (then) location.assign(labOf(this.id, then));
    });
  }

  /** @param {() => Promise<void>} does */
  async #try(does) {
    try {
      await does();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#lab?.notify({ says: [error.message, error.then].filter(Boolean).join(". ") });
    }
  }
}

/**
 * @param {string} id
 * @param {URLSearchParams} fields of the address
 * @returns {Promise<Attending>}
 * @throws {NoRoom} when one is not in this class, or there is none
 */
export async function attendClass(id, fields) {
  await fetchSheet("class_lab");
  if (fields.get("mode") === "projector" && mayProject()) project(true);
  try {
    return new Attending(id, await ask("GET", ofClass(id)), fields.has("alone"));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const says = [error.message, error.then].filter(Boolean).join(". ");
    throw new NoRoom(says, error.code === "unreachable", { href: at("/join"), says: dash.joinOne });
  }
}
