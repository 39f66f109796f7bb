// What kinds say in a way of their own; also where their page is not.
import {} from "./say/duration.js";
import {} from "./say/frame.js";
import {} from "./say/rank.js";
import {} from "./say/sign.js";
import {} from "./say/slider.js";
import {} from "./say/sort.js";
import {} from "./say/table.js";
import {} from "./say/check.js";
import {} from "./say/practice.js";
