// The least that could be done: the text itself, one div a paragraph.

/** @param {HTMLElement} slot @param {(name: string) => Promise<any>} data */
export default async function floor(slot, data) {
  const pieces = await data('steps');
  slot.classList.add('floor');
  let open = null;
  return {
    steps: pieces.length,
    /** @param {number} at */
    step(at) {
      pieces[at].split('\n\n').forEach((text, number) => {
        if (open === null || number > 0) {
          open = document.createTextNode('');
          const paragraph = document.createElement('div');
          paragraph.append(open);
          slot.append(paragraph);
        }
        open.appendData(text);
      });
    },
  };
}
