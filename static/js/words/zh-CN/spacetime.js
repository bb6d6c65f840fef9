// 时空图的文字。

import { count, seconds } from "../numbers.js";

/** @import { Partly } from "../translate.js" */

/** @type {Partly<typeof import("../en_spacetime.js")>} */
export default {
  words: {
    tools: "时空图",
    follow: "追踪",
    causes: "起因",
    effects: "后果",
    neither: "都不",
    nothingToFollow: "请先选择一个事件",
    fold: "折叠平静时段",
    heartbeats: "心跳",
    hidden: (n) => `（隐藏 ${count(n)} 条）`,
    save: "保存为 SVG",
    table: "显示为表格",
    drawing: "显示为图",
    label: (servers) => `${count(servers)} 台服务器的时空图`,
    keys: "方向键在事件间移动，Enter 沿消息走",
    nothing: "没有选择事件",
    spoken: (says, position, us) => `${says} 事件 ${count(position)}，${seconds(us)} 秒`,
    callout: (says, position) => `${says}，事件 ${count(position)}`,
    leads: (server, term) => `${server} 领导任期 ${term}`,
    leadsShort: (server, term) => `${server}，T${term}`,
    commits: (index) => `索引 ${count(index)} 提交`,
    folded: (us) => `折叠 ${seconds(us, us < 1e6 ? 2 : 1)} 秒`,
    hides: ({ elections, faults, commits, messages }) =>
      [
        elections ? `${count(elections)} 次选举` : "",
        faults ? `${count(faults)} 次故障` : "",
        commits ? `${count(commits)} 次提交` : "",
        messages && !elections && !faults && !commits ? `${count(messages)} 条消息` : "",
      ].filter(Boolean).join("，") || "什么也没有发生",
    unfold: (folded, hides) => `展开：${folded}，${hides}`,
    compare: {
      label: "比较对象",
      alone: "比较…",
      branch: (name) => `与 ${name}`,
      fork: (us) => `在 ${seconds(us, 1)} 秒分叉`,
      firstDifference: "第一处不同",
    },
    legend: { label: "生命线", follower: "跟随者", pre_candidate: "预候选人", candidate: "候选人", leader: "领导者", down: "停机" },
    empty: "还没有发生任何事",
    rows: {
      label: (from_us, to_us) => `${seconds(from_us, 1)} 至 ${seconds(to_us, 1)} 秒的事件`,
      time: "时间",
      server: "服务器",
      what: "发生了什么",
      message: "消息",
      flight: (type, from, sent_us) => `${from} 的 ${type}，${seconds(sent_us)} 秒发出`,
      none: "所示时段内什么也没有发生",
      more: (n) => `还有 ${count(n)} 个事件；滚动图即可看到`,
    },
    file: (branch) => `space-time-${branch}.svg`,
    title: (title, branch) => `${title}，${branch}`,
  },
};
