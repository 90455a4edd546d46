// Holds what stands in the document against the closed list of answers.

/**
 * Elements and attributes within the answers on the page that the list does not name, as `tag` or
 * `tag attribute`. Runs in the page: hand it to `page.evaluate`.
 * @param {string} [within] a selector of where to look
 * @returns {Promise<string[]>}
 */
export async function offList(within = '.message-assistant .message-body') {
  const { ELEMENTS, MATH_ELEMENTS } = await import('/js/render/closed-list.js');
  const spaces = { 'http://www.w3.org/1999/xhtml': ELEMENTS, 'http://www.w3.org/1998/Math/MathML': MATH_ELEMENTS };
  return [...document.querySelectorAll(`${within} *`)].flatMap((element) => {
    const list = spaces[element.namespaceURI] ?? {};
    return Object.hasOwn(list, element.localName)
      ? element.getAttributeNames().filter((name) => !list[element.localName].includes(name)).map((name) => `${element.localName} ${name}`)
      : [element.localName];
  });
}
