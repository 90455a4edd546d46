// How well text can be read, computed in the page: the function is handed to `page.evaluate`.

/** Contrast of every visible text with the ground behind it. */
export function contrasts() {
  // A canvas turns every notation into numbers; nothing is drawn on the page.
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const numbers = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return { rgb: [red, green, blue], alpha: alpha / 255 };
  };
  const light = (rgb) => {
    const [red, green, blue] = rgb.map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { rgb, alpha } = numbers(getComputedStyle(at).backgroundColor);
      if (alpha > 0.99) {
        return rgb;
      }
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== '');
    if (!own || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.matches('.visually-hidden, :disabled')) {
      continue;
    }
    const text = light(numbers(getComputedStyle(element).color).rgb);
    const behind = light(ground(element));
    const ratio = (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
    found.push({ text: element.textContent.slice(0, 30), ratio });
  }
  return found;
}
