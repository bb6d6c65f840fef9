// The words of the interface in Simplified Chinese, all of them.

import { speak } from "./translate.js";
import actions from "./zh-CN/actions.js";
import klass from "./zh-CN/class.js";
import general from "./zh-CN/general.js";
import inspector from "./zh-CN/inspector.js";
import pages from "./zh-CN/pages.js";
import panels from "./zh-CN/panels.js";
import recording from "./zh-CN/recording.js";
import side from "./zh-CN/side.js";
import spacetime from "./zh-CN/spacetime.js";

speak({ actions, class: klass, general, inspector, pages, panels, recording, side, spacetime });
