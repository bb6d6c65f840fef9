// What can be done to a server, a link, a message: the same list for the menu, for the keys and
// for the help. Every item is a line of Raft script; one that is impossible keeps its place and says why.

/** @import { Action, MenuTarget, Message, Range, Selection, Server, State, ViewModel } from "./frames.js" */
/** @import { Pair } from "./links.js" */

import { groupsOf, pairsOf } from "./links.js";
import { configurationFor, freeNames, leaderToAsk, standingOf } from "./members.js";
import { link as linkWords, roles, stage } from "./words/en.js";
import { menus as words } from "./words/en_actions.js";

/**
 * @typedef {object} Item
 * @property {string} icon
 * @property {string} says
 * @property {string} key as printed: "C", "⇧C"
 * @property {string} [script] what it does, one or more lines joined by "; "
 * @property {Action} [action] for what is not script
 * @property {string} [why] the reason it cannot be done now
 * @property {Prompt} [prompt] what it still needs to know
 */

/**
 * @typedef {object} Prompt
 * @property {string} title
 * @property {{says: string, script: string}[]} presets
 * @property {string} example
 * @property {(value: string) => string} script
 */

/** @typedef {{title: string, name: string, note: string, groups: Item[][]}} Menu */

/**
 * A length of time as the script writes it, rounded so that it reads well.
 * @param {number} us
 */
export function scriptTime(us) {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(us)) - 1);
  const rounded = Math.round(us / size) * size;
  if (rounded >= 1e6 && rounded % 1e5 === 0) return `${rounded / 1e6}s`.replace(/(\.\d)s/, "$1s");
  return rounded >= 1000 && rounded % 1000 === 0 ? `${rounded / 1000}ms` : `${rounded}us`;
}

/** @param {Range} range */
const scriptRange = ([low, high]) => (low === high ? scriptTime(low) : `${scriptTime(low)}..${scriptTime(high)}`);

/**
 * @param {Range} usual
 * @param {number[]} factors
 * @param {(time: string) => string} script
 */
function times(usual, factors, script) {
  const base = usual[1] || 1000;
  return factors.map((factor) => {
    const time = scriptTime(base * factor);
    return { says: time, script: script(time) };
  });
}

/** @param {string} id @param {Server} server @returns {Item[]} */
function lifeOf(id, server) {
  const down = server.up ? undefined : words.isDown(id);
  return [
    server.up
      ? { icon: "power", says: words.crash, key: "C", script: `crash ${id}` }
      : { icon: "restart", says: words.restart, key: "R", script: `restart ${id}` },
    server.paused
      ? { icon: "play", says: words.resume, key: "P", script: `resume ${id}` }
      : { icon: "pause", says: words.pause, key: "P", script: `pause ${id}`, why: down },
    server.up
      ? { icon: "disk", says: words.crashAndWipe, key: "⇧C", script: `crash ${id}; wipe ${id}` }
      : { icon: "disk", says: words.wipe, key: "⇧C", script: `wipe ${id}`, why: server.wiped ? words.isWiped(id) : undefined },
  ];
}

/** Why nothing runs on a server. @param {string} id @param {Server} server */
const stillness = (id, { up, paused }) => (!up ? words.isDown(id) : paused ? words.isPaused(id) : undefined);

/** @param {string} id @param {Server} server @returns {Item[]} */
function timersOf(id, server) {
  const down = stillness(id, server);
  const leads = server.role === "leader";
  return [
    { icon: "clock", says: words.timeout, key: "E", script: `timeout ${id}`, why: down ?? (leads ? words.leads(id) : undefined) },
    { icon: "beat", says: words.heartbeat, key: "⇧E", script: `heartbeat ${id}`, why: down ?? (leads ? undefined : words.doesNotLead(id)) },
  ];
}

/** @param {string} id @param {State} state @returns {Item} */
function isolation(id, state) {
  const pairs = pairsOf(state).filter(({ a, b }) => a === id || b === id);
  const alone = pairs.length > 0 && pairs.every(({ look }) => look === "cut");
  if (!alone) return { icon: "isolate", says: words.isolate, key: "I", script: `isolate ${id}` };
  const script = pairs.map((pair) => `heal ${pair.id}`).join("; ");
  return { icon: "heal", says: words.rejoin, key: "I", script };
}

/** @param {string} id @param {State} state @returns {Item[]} */
function surroundingsOf(id, state) {
  const usual = state.settings.fsync;
  const normal = { says: words.normal, script: `disk ${id} fsync=${scriptRange(usual)}` };
  return [
    isolation(id, state),
    {
      icon: "restart",
      says: words.clock,
      key: "K",
      prompt: {
        title: words.clockOf(id),
        presets: ["0.5", "0.8", "1.25", "1.5", "2", "1"].map((rate) => ({
          says: rate === "1" ? words.normal : `×${rate}`,
          script: `clock ${id} rate=${rate}`,
        })),
        example: "1.3",
        script: (rate) => `clock ${id} rate=${rate.replace(/^×/, "")}`,
      },
    },
    {
      icon: "write",
      says: words.disk,
      key: "D",
      prompt: {
        title: words.diskOf(id),
        presets: [...times(usual, [5, 20, 100], (time) => `disk ${id} fsync=${time}`), normal],
        example: "200ms",
        script: (time) => `disk ${id} fsync=${time}`,
      },
    },
  ];
}

/** Why the membership cannot be changed now. @param {State} state */
function noChange(state) {
  const leader = leaderToAsk(state);
  if (!leader) return words.noLeader;
  const [, { log, commit_index, configuration }] = leader;
  const open = log.entries.some(({ kind, index }) => kind === "configuration" && index > commit_index);
  return open || configuration.outgoing_voters.length > 0 ? words.changeOpen : undefined;
}

/** @param {string} id @param {Server} server @param {State} state @returns {Item[]} */
function practiceOf(id, server, state) {
  const down = server.up ? undefined : words.isDown(id);
  const leader = leaderToAsk(state);
  const standing = standingOf(state, id);
  const nothing = server.last_applied <= server.log.snapshot.index ? words.nothingNew(id) : undefined;
  const noTransfer = leader ? (leader[0] === id ? words.leadsAlready(id) : standing === "voter" || standing === "joining" ? down : words.noVoter(id)) : words.noLeader;
  return [
    { icon: "camera", says: words.snapshot, key: "S", script: `snapshot ${id}`, why: stillness(id, server) ?? nothing },
    { icon: "transfer", says: words.transferHere, key: "T", script: `transfer ${id}`, why: noTransfer },
  ];
}

/** @param {string} id @param {State} state @returns {Item[]} */
function membershipOf(id, state) {
  const standing = standingOf(state, id);
  const why = noChange(state);
  const leader = leaderToAsk(state)?.[1];
  const lags = (leader?.progress[id]?.match_index ?? 0) < (leader?.commit_index ?? 0);
  /** @type {Item} */
  const own = standing === "learner"
    ? { icon: "check", says: words.promote, key: "V", script: `promote ${id}`, why: why ?? (lags ? words.lagsBehind(id) : undefined) }
    : standing === "outside"
    ? { icon: "check", says: words.readmit, key: "V", script: `add ${id}`, why }
    : { icon: "check", says: words.promote, key: "V", script: `promote ${id}`, why: words.isLearner(id) };
  const [free] = freeNames(state);
  const { voters } = configurationFor(state, id);
  const others = Object.keys(state.servers).filter((one) => !voters.includes(one));
  const fewer = voters.length > 1 ? voters.map((gone) => voters.filter((one) => one !== gone)) : [];
  const whyStays = standing === "outside" ? words.noVoter(id) : voters.length === 1 && voters[0] === id ? words.lastVoter(id) : undefined;
  return [
    own,
    { icon: "cross", says: words.remove, key: "⇧V", script: `remove ${id}`, why: whyStays ?? why },
    {
      icon: "plus",
      says: words.add,
      key: "A",
      why: free ? why : words.noName,
      prompt: {
        title: words.addTo,
        presets: free ? [{ says: words.asLearner(free), script: `add ${free} as=learner` }, { says: words.asVoter(free), script: `add ${free}` }] : [],
        example: free ?? "",
        script: (name) => `add ${name}`,
      },
    },
    {
      icon: "users",
      says: words.reconfigure,
      key: "J",
      why,
      prompt: {
        title: words.reconfigureTo,
        presets: [...fewer, ...others.map((one) => [...voters, one].sort())]
          .map((names) => ({ says: names.join(" "), script: `reconfigure ${names.join(" ")}` })),
        example: voters.slice(0, 3).join(" "),
        script: (names) => `reconfigure ${names}`,
      },
    },
  ];
}

/** @param {string} id @param {ViewModel} vm @param {State} state @returns {Menu|null} */
function serverMenu(id, vm, state) {
  const server = state.servers[id];
  if (!server) return null;
  const role = server.up ? roles[server.role].toLowerCase() : roles.down.toLowerCase();
  return {
    title: id,
    name: vm.names[id] ?? "",
    note: `${role}, T${server.term}`,
    groups: [
      lifeOf(id, server),
      timersOf(id, server),
      practiceOf(id, server, state),
      membershipOf(id, state),
      surroundingsOf(id, state),
    ],
  };
}

/** @param {Pair} pair */
export function linkNote({ a, b, look, there, odd }) {
  if (look === "cut") return linkWords.cut;
  if (look === "oneway") return there.up ? linkWords.oneWay(a, b) : linkWords.oneWay(b, a);
  const notes = [];
  if (odd.latency_us !== null) notes.push(linkWords.takes(odd.latency_us));
  if (odd.loss) notes.push(linkWords.loses(odd.loss));
  if (odd.duplicate) notes.push(linkWords.doubles(odd.duplicate));
  return notes.join(", ") || linkWords.up;
}

/** @param {Pair} pair @param {State} state */
function healing(pair, state) {
  const { latency, loss, duplicate } = state.settings;
  const lines = [];
  if (pair.look === "cut" || pair.look === "oneway") lines.push(`heal ${pair.id}`);
  if (Object.values(pair.odd).some((value) => value !== null)) {
    lines.push(`link ${pair.id} latency=${scriptRange(latency)} loss=${loss}% duplicate=${duplicate}%`);
  }
  return lines.join("; ");
}

/** @param {string} id @param {State} state @returns {Menu|null} */
function linkMenu(id, state) {
  const pair = pairsOf(state).find((one) => one.id === id);
  if (!pair) return null;
  const { a, b, there, back } = pair;
  /** @type {Item[]} */
  const cuts = [
    { icon: "cross", says: words.cutBoth, key: "X", script: `cut ${id}`, why: pair.look === "cut" ? words.isCut : undefined },
    { icon: "transfer", says: words.cutOne(a, b), key: ">", script: `cut ${a}>${b}`, why: there.up ? undefined : words.isCutOne(a, b) },
    { icon: "transfer", says: words.cutOne(b, a), key: "<", script: `cut ${b}>${a}`, why: back.up ? undefined : words.isCutOne(b, a) },
  ];
  /** @type {Item[]} */
  const ills = [
    {
      icon: "clock",
      says: words.slow,
      key: "W",
      prompt: {
        title: words.slowLink(id),
        presets: times(state.settings.latency, [3, 8, 20], (time) => `link ${id} latency=${time}`),
        example: "2400ms",
        script: (time) => `link ${id} latency=${time}`,
      },
    },
    {
      icon: "dots",
      says: words.lossy,
      key: "L",
      prompt: {
        title: words.lossyLink(id),
        presets: [10, 30, 60, 90].map((percent) => ({ says: `${percent}%`, script: `link ${id} loss=${percent}%` })),
        example: "30%",
        script: (percent) => `link ${id} loss=${percent.replace(/%?$/, "%")}`,
      },
    },
  ];
  /** @type {Item} */
  const heal = { icon: "check", says: words.heal, key: "H", script: healing(pair, state), why: pair.look === "up" ? words.isUp : undefined };
  return { title: `${a} – ${b}`, name: "", note: linkNote(pair), groups: [cuts, ills, [heal]] };
}

/**
 * The script names a message by link and type and takes the oldest, so only the oldest can be meant.
 * @param {Message} message
 * @param {State} state
 */
function notTheOldest(message, state) {
  const older = state.messages.some((one) =>
    one.from === message.from && one.to === message.to && one.type === message.type && one.id < message.id
  );
  return older ? words.olderFirst(message.type) : undefined;
}

/** @param {string} id @param {State} state @param {boolean} recorded @returns {Menu|null} */
function messageMenu(id, state, recorded) {
  const message = state.messages.find((one) => String(one.id) === id);
  if (!message) return null;
  const way = `${message.from}>${message.to} ${message.type}`;
  const why = notTheOldest(message, state);
  const byHand = state.settings.network === "manual";
  /** @type {Selection} */
  const sending = { kind: "event", id: String(message.sent_at_position), position: message.sent_at_position };
  /** @type {Item[]} */
  const looks = [{ icon: "eye", says: words.inspect, key: "Enter", action: { type: "select", selection: sending } }];
  /** @type {Item[]} */
  const moves = [
    { icon: "stepf", says: words.deliver, key: "D", script: `deliver ${way}`, why: byHand ? why : words.byHandOnly },
    {
      icon: "clock",
      says: words.delay,
      key: "W",
      why: byHand ? words.noDelayByHand : why,
      prompt: {
        title: words.delayOf(message.type),
        presets: times(state.settings.latency, [1, 3, 10], (time) => `delay ${way} ${time}`),
        example: "200ms",
        script: (time) => `delay ${way} ${time}`,
      },
    },
    { icon: "compare", says: words.duplicate, key: "U", script: `duplicate ${way}`, why },
    { icon: "cross", says: words.drop, key: "X", script: `drop ${way}`, why },
  ];
  /** @type {Action} */
  const before = { type: recorded ? "seek" : "fork", position: Math.max(0, message.sent_at_position - 1) };
  return {
    title: message.type,
    name: "",
    note: `${linkWords.name(message.from, message.to)}, T${message.term}`,
    groups: [looks, moves, [{ icon: "fork", says: recorded ? words.goBefore : words.before, key: "F", action: before }]],
  };
}

/**
 * What can be done about a part of the cluster that was cut off.
 * @param {string} id "S1,S5"
 * @param {State} state
 * @returns {Menu|null}
 */
function regionMenu(id, state) {
  const own = id.split(",");
  const others = groupsOf(state).filter((group) => !group.includes(own[0]));
  const heals = pairsOf(state).filter(({ a, b, look }) => look === "cut" && own.includes(a) !== own.includes(b)).map((pair) => `heal ${pair.id}`);
  if (heals.length === 0) return null;
  const named = (/** @type {string[]} */ group) => [...group].sort().join(", ");
  const merges = others.length < 2 ? [] : others.map((other) => {
    const groups = [[...own, ...other], ...others.filter((group) => group !== other)];
    return { icon: "heal", says: words.mergeWith(named(other)), key: "", script: `partition ${groups.map((group) => [...group].sort().join(" ")).join(" | ")}` };
  });
  return {
    title: own.length === 1 ? stage.alone(own[0]) : stage.parted(own),
    name: "",
    note: "",
    groups: [[{ icon: "heal", says: words.healRegion, key: "", script: heals.join("; ") }, ...merges]],
  };
}

/**
 * Of a recording the items that only look. @param {Menu|null} menu
 * @returns {Menu|null}
 */
function looking(menu) {
  const groups = menu?.groups.map((group) => group.filter(({ action }) => action)).filter(({ length }) => length > 0) ?? [];
  return menu && groups.length > 0 ? { ...menu, groups } : null;
}

/**
 * @param {MenuTarget|null} selection
 * @param {ViewModel} vm
 * @returns {Menu|null} null where nothing can be done
 */
export function menuFor(selection, vm) {
  const menu = fullMenu(selection, vm);
  return vm.recorded ? looking(menu) : menu;
}

/**
 * @param {MenuTarget|null} selection
 * @param {ViewModel} vm
 * @returns {Menu|null}
 */
function fullMenu(selection, vm) {
  if (!selection || !vm.state) return null;
  if (selection.kind === "server") return serverMenu(selection.id, vm, vm.state);
  if (selection.kind === "link") return linkMenu(selection.id, vm.state);
  if (selection.kind === "message") return messageMenu(selection.id, vm.state, Boolean(vm.recorded));
  if (selection.kind === "region") return regionMenu(selection.id, vm.state);
  return null;
}
