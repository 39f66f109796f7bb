import { deleteDatabase, openDatabase } from "./storage.js";

/**
 * Removes a database with all it holds, so that nothing of it is left in the browser's files either.
 *
 * Chromium keeps what is written in memory and in a log, puts it into a table when it comes to 4 MB, and says in a later table what was
 * removed. Removing a database merges the one with the other, and drops what neither needs; but where both stand in one table it
 * stays there. So ballast comes first: it moves what is in memory into a table of its own. A table that was merged goes from the disk
 * when something else is merged after it, a moment later: so empty databases are removed last, one after the other.
 *
 * @param {string} name
 */
export async function dropDatabase(name) {
  const other = `${name}:empty`;
  // A device that is full has no room for either; the one that matters goes all the same.
  await openDatabase(other).then(weigh).catch(() => {});
  await deleteDatabase(name);
  for (let n = 0; n < 20; n++) {
    await deleteDatabase(other);
    await openDatabase(other).then((database) => database.close(), () => {});
  }
  await deleteDatabase(other);
}

/**
 * Lays 4.8 MB in a database, which are next to nothing on the disk, and closes it. Chromium would note how to take back a transaction
 * of more than 1 MB, and keep anything of 64 KB in a file of its own.
 *
 * @param {IDBDatabase} database
 */
async function weigh(database) {
  try {
    for (let part = 0; part < 5; part++) {
      await new Promise((resolve, reject) => {
        const transaction = database.transaction("facts", "readwrite");
        for (let n = 0; n < 16; n++) transaction.objectStore("facts").put(new Uint8Array(60_000), 16 * part + n);
        transaction.oncomplete = resolve;
        transaction.onabort = reject;
      });
    }
  } finally {
    database.close();
  }
}
