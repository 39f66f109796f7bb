import { keepSetting, setting } from "./lib/storage.js";
import { h, seen } from "./lib/dom.js";
import { day, plural, t } from "./lib/t.js";
