// What kinds say in a way of their own; also where their page is not.
import {} from "./say/check.js";
import {} from "./say/practice.js";
