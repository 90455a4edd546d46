// What modules with elements in them need to be read without a browser. Imported before them.

globalThis.HTMLElement ??= class {};
