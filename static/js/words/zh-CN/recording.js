// 录像的文字。

import { count, seconds } from "../numbers.js";

/** @import { Partly } from "../translate.js" */

const DATE = new Intl.DateTimeFormat("zh-CN", { dateStyle: "medium", timeStyle: "short" });

/** @param {number} s seconds since 1970 */
const date = (s) => DATE.format(s * 1000);

/** @param {import("../../frames.js").Recorded} recorded */
function state({ difference, imported }) {
  if (imported) return imported.findings ? `发现 ${count(imported.findings)} 处问题` : "未发现问题";
  return difference ? "未通过核对" : "已核对";
}

/** @type {Partly<typeof import("../en_recording.js")>} */
export default {
  recording: {
    eyebrow: "录像",
    text: "一次会话的完整录像，都在这一个文件里。播放它，逐步看，对看到的任何事都可以问为什么。其中什么也不能改变。",
    keys: "按键",
    line: (recorded) => [recorded.imported ? "日志" : "录像", recorded.source, state(recorded), date(recorded.exported_s)].filter(Boolean).join("，"),
    isVerified: (recorded) => state(recorded),
    log: "日志",
    logText: "另一个实现逐行打印的内容。没有执行任何东西：日志说的先采信，再检查。“原因”给出每个事件背后的那一行。",
    judged: ({ findings, judged }) =>
      findings ? `发现 ${count(findings)} 处问题，都在“安全”标签页。` : `日志可以检查的 ${judged.length} 条性质全部成立。`,
    nodes: ({ nodes }) => Object.entries(nodes).filter(([id, name]) => id !== name).map(([id, name]) => `${id} 是 ${name}`).join("，"),
    facts: {
      source: "来源",
      verified: "核对",
      recorded: "录制于",
      exported: "页面生成于",
      steps: "事件",
      length: "时长",
      engine: "引擎",
      form: "形式",
      checked: "检查",
      nodes: "服务器",
    },
    verified: (difference) =>
      difference ? `否。从事件 ${count(difference.position)} 起与重放不同；这里显示重放，到该处为止。` : "是。重新执行过一遍，每个事件都相同。",
    date,
    length: (us) => `${seconds(us)} 秒`,
    differs: (position) => `未通过核对：从事件 ${count(position)} 起与重放不同`,
  },
};
