// What somebody hears who cannot see the page: each control by Chromium's accessibility tree, with its name, its description and its state.

const CONTROLS = new Set(['textbox', 'spinbutton', 'radio', 'checkbox', 'button', 'slider', 'Date', 'DateTime', 'InputTime', 'combobox', 'listbox', 'DisclosureTriangle', 'link']);
const STATES = ['checked', 'pressed', 'expanded', 'selected', 'disabled', 'invalid', 'required', 'valuetext'];

/**
 * The controls inside the exercises of a page, in reading order.
 *
 * @returns {Promise<{ exercise: string, field: string, role: string, name: string, description: string, around: string, state: string }[]>}
 *   `around` are the names of groups that it stands in, `state` its value and what is checked, pressed, open, shut off or wrong
 */
export async function heard(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  await session.send('DOM.getDocument');
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const out = [];
  for (const node of nodes.filter(({ ignored, role }) => !ignored && CONTROLS.has(role?.value))) {
    const { object } = await session.send('DOM.resolveNode', { backendNodeId: node.backendDOMNodeId });
    const { result } = await session.send('Runtime.callFunctionOn', {
      objectId: object.objectId,
      returnByValue: true,
      // What a browser draws inside a control of its own is its own to name.
      functionDeclaration: `function () {
        const exercise = this.getRootNode() === document && this.closest('sb-exercise');
        return exercise && [exercise.dataset.exercise, this.closest('[data-field]')?.dataset.field ?? ''];
      }`,
    });
    if (!result.value) continue;
    const [exercise, field] = result.value;
    const around = [];
    for (let one = byId.get(node.parentId); one; one = byId.get(one.parentId)) around.push(one.name?.value ?? '', one.description?.value ?? '');
    const properties = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value]));
    const state = STATES.filter((name) => ![undefined, false, 'false', ''].includes(properties[name]) || (name in properties && ['checked', 'pressed', 'expanded'].includes(name)));
    out.push({
      exercise,
      field,
      role: node.role.value,
      name: node.name?.value ?? '',
      description: node.description?.value ?? '',
      around: around.filter(Boolean).join(' '),
      state: [node.value?.value ?? '', ...state.map((name) => `${name}=${properties[name]}`)].filter((part) => part !== '').join(' '),
    });
  }
  await session.detach();
  return out;
}
