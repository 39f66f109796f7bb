import { keepSetting, setting } from "./storage.js";

/** Which country the reader is in, as far as the browser tells or the reader said: two capital letters, as in ISO 3166-1. */

/** What the reader chose; `null` when nothing, empty for none in particular. */
export const chosenCountry = () => setting("country");

/** @param {string} code */
export const chooseCountry = (code) => keepSetting("country", code);

/** Countries by how likely they are: those that the browser's languages name, then where its first language is at home. @returns {string[]} */
export function likelyCountries() {
  const locales = navigator.languages.flatMap((language) => {
    try {
      return [new Intl.Locale(language)];
    } catch {
      return [];
    }
  });
  return [...locales.map(({ region }) => region), locales[0]?.maximize().region].filter((region) => region !== undefined);
}

/** The likeliest, the reader's own word first; empty when there is none. */
export const country = () => chosenCountry() ?? likelyCountries()[0] ?? "";
