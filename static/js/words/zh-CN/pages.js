// 课程目录等页面的文字。

/** @import { Partly } from "../translate.js" */

/** @type {Partly<typeof import("../en_pages.js")>} */
export default {
  catalogue: {
    resume: (title) => `继续“${title}”`,
    begin: (title) => `开始“${title}”`,
    done: (minutes) => `已完成，${minutes} 分钟`,
    stepOf: (at, of) => `第 ${at} 步，共 ${of} 步`,
    score: ({ met, goals, points, of }) => `目标 ${met.length}/${goals}，得分 ${points}/${of}`,
    scenariosDone: (done, all) => `共 ${all} 个场景，已完成 ${done} 个`,
    forgetSure: "再点一次即清除",
    forgotten: "此浏览器已清除你的进度。",
  },
};
