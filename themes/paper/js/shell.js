import { Discreet } from "./elements/discreet.js";
import { Helplines } from "./elements/helplines.js";
import { Leave } from "./elements/leave.js";
import { Print, printIfAsked } from "./elements/print.js";
import { ThemeChoice } from "./elements/theme.js";
import { announce } from "./lib/dom.js";
import { keepOffline } from "./lib/offline.js";

customElements.define("sb-leave", Leave);
customElements.define("sb-theme", ThemeChoice);
customElements.define("sb-discreet", Discreet);
customElements.define("sb-helplines", Helplines);
customElements.define("sb-print", Print);
// Many screen readers tell only what changes in a place that was there before.
announce("");
printIfAsked();
keepOffline();
