// 代替课程出现的面板：规则、集群设置，以及分享与重放的文字。

import { count, lasting } from "../numbers.js";
import inspector from "./inspector.js";

/** @import { Partly } from "../translate.js" */

/** @param {string} property */
const promise = (property) => inspector.properties?.[property]?.[0] ?? property;

/** @param {string} says */
const failedSearch = (says) => `搜索提前结束。${says}`;

/** @type {Partly<typeof import("../en_side.js")>} */
export default {
  rules: {
    label: "规则",
    open: "打破一条规则",
    eyebrow: "打破一条规则",
    title: "每条规则是做什么用的",
    text: "Raft 的每条规则都在防止一场灾难。在这个分支上改掉一条，看会怎样；或让机器去找通往灾难的最短路径。",
    close: "回到课程",
    closeSandbox: "关闭规则",
    filter: "查找规则",
    filterHint: "选票、快照、租约…",
    nothing: (text) => `没有规则提到“${text}”。`,
    failed: "无法取得规则。",
    again: "再试一次",
    changedHere: "在此分支上已改",
    putBack: "改回",
    allAsWritten: "所有规则都与论文一致。",
    ways: (n) => (n === 0 ? "没有已知的打破方法" : `${count(n)} 种打破方法`),
    breaks: (properties) => (properties.length > 0 ? `会破坏${properties.map(promise).join("、")}` : "什么也不破坏，只费时间"),
    needs: (servers) => `至少 ${count(servers)} 台服务器`,
    change: "改掉它",
    restore: "改回去",
    find: "找出破坏的经过",
    findAnother: "再找一个",
    cancel: "取消",
    looking: (title) => `正在找破坏的经过：${title}`,
    progress: (schedules, s) => `${count(schedules)} 个调度，${s.toFixed(1)} 秒`,
    found: (property) => `${promise(property)}被破坏`,
    foundHow: (interventions, schedules, branch) => `${count(interventions)} 次干预，试了 ${count(schedules)} 个调度。它是分支 ${branch}。`,
    play: "播放",
    show: "显示破坏处",
    notFound: (schedules) => `${count(schedules)} 个调度都没有伤到这个集群。换一个种子，或换更大的集群。`,
    cancelled: (schedules) => `试了 ${count(schedules)} 个调度后停止。`,
    failedSearch,
    spoken: (says) => `找到了。${says}`,
    look: "查看",
    done: (search) =>
      search.state === "found" ? `找到了一个破坏的经过。${search.says}` : search.state === "failed" ? failedSearch(search.says ?? "") : "搜索结束，什么也没有找到。",
  },
  side: {
    close: "关闭此面板",
    failed: "此面板无法载入。请关闭后再试一次。",
  },
  setup: {
    label: "设置集群",
    open: "设置集群",
    eyebrow: "设置",
    title: "你自己的集群",
    text: "选好，然后启动。现在的集群留在原处：按返回就回到它。",
    servers: "服务器",
    timing: "节奏",
    timings: { lan: "局域网", wan: "跨地区", classroom: "课堂，慢得能看清" },
    dials: {
      election: "最短选举超时",
      spread: "最长为其几倍",
      heartbeat: "心跳间隔",
      latency: "一条消息最多耗时",
      fsync: "一次磁盘写入最多耗时",
      loss: "消息丢失",
      duplicate: "消息重复",
      snapshot: "多少条目后做快照",
    },
    times: (n) => `${n}×`,
    percent: (n) => `${n}%`,
    never: "从不",
    options: "选项",
    option: {
      pre_vote: ["PreVote", "先问选举能否获胜。博士论文 9.6"],
      check_quorum: ["CheckQuorum", "听不到法定人数的领导者退下。博士论文 6.2"],
      leader_stickiness: ["Leader stickiness", "听得到领导者的就不理候选人；租约需要它。博士论文 4.2.3"],
      noop: ["当选时写空操作", "新领导者追加一个自己任期的空条目。§8"],
      parallel_disk: ["并行写入", "领导者一边写条目一边发送。博士论文 10.2.1"],
    },
    seed: "种子",
    anotherSeed: "换一个种子",
    broadcast: (us, ratio) => `一轮消息约需 ${lasting(us)}；最短超时是它的 ${Number(ratio.toFixed(1))} 倍。`,
    verdicts: {
      steady: "稳定：领导者能持久，选票很少被瓜分。",
      fair: "尚可：领导者能持久，选票偶尔被瓜分。§5.6 要求十倍。",
      slow: "不安：选票还没到，计时器就到期。§5.6 要求十倍。",
      deaf: "没有领导者能持久：心跳来得太迟，压不住计时器。",
    },
    script: "写成 Raft 脚本",
    scriptHint: "可以修改、添行，或粘贴一段脚本。.raft 或 .trace.jsonl 文件可以拖到实验室的任何地方。",
    start: "启动",
    starting: "正在启动",
    copy: "复制脚本",
    file: "打开文件",
  },
  share: {
    copied: "脚本已复制到剪贴板。",
    linkCopied: (at) => `链接已复制到剪贴板，它会在事件 ${count(at)} 处打开这次运行。`,
    tooLong: (letters) => `这次运行太长，放不进链接（${count(letters)} 个字符）。请改为导出脚本或轨迹。`,
    noClipboard: "浏览器不允许此页面使用剪贴板。",
    drop: "把 Raft 脚本、轨迹或你自己的 Raft 的日志拖到这里打开",
    tooLarge: (name, most) =>
      `${name} 对实验室来说太大。这里最多能打开 ${most} MB；更大的文件可用 orbital-raft verify 和 import。`,
    unreadable: (name) => `无法读取 ${name}。文件夹不能打开；请拖入其中的一个文件。`,
    opening: (name) => `正在打开 ${name}`,
  },
  replay: {
    verified: "重放已核对",
    differs: "重放不同",
    of: ({ participant, steps, interventions, answers }) =>
      `${participant ? `${participant}，` : ""}${count(steps)} 个事件，${count(interventions)} 次干预${answers ? `，${count(answers)} 个答案` : ""}`,
    at: (position, says) => `事件 ${count(position)} 处：${says}。这里显示到该处为止的运行。`,
  },
};
