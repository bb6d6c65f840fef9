// 录像的文字。

import { count, seconds } from "../numbers.js";

/** @import { Partly } from "../translate.js" */

const DATE = new Intl.DateTimeFormat("zh-CN", { dateStyle: "medium", timeStyle: "short" });

/** @param {number} s seconds since 1970 */
const date = (s) => DATE.format(s * 1000);

/** @type {Partly<typeof import("../en_recording.js")>} */
export default {
  recording: {
    eyebrow: "录像",
    text: "一次会话的完整录像，都在这一个文件里。播放它，逐步看，对看到的任何事都可以问为什么。其中什么也不能改变。",
    keys: "按键",
    line: ({ source, difference, exported_s }) => ["录像", source, difference ? "未通过核对" : "已核对", date(exported_s)].filter(Boolean).join("，"),
    isVerified: ({ difference }) => (difference ? "未通过核对" : "已核对"),
    facts: {
      source: "来源",
      verified: "核对",
      recorded: "录制于",
      exported: "页面生成于",
      steps: "事件",
      length: "时长",
      engine: "引擎",
    },
    verified: (difference) =>
      difference ? `否。从事件 ${count(difference.position)} 起与重放不同；这里显示重放，到该处为止。` : "是。重新执行过一遍，每个事件都相同。",
    date,
    length: (us) => `${seconds(us)} 秒`,
    differs: (position) => `未通过核对：从事件 ${count(position)} 起与重放不同`,
  },
};
