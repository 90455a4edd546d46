// The scripted engine's desktop: the keys that open quick-ask, the start with the session.

export class FakeDesktop {
  /** @type {import('../types.js').HotkeyView} */
  hotkey = { state: 'bound', keys: 'Ctrl+Shift+Space', byDesktop: false };
  /** @type {import('../types.js').AutostartState} */
  autostart = 'off';

  /**
   * @param {string} command
   * @param {Record<string, unknown>} args
   * @returns {unknown} undefined where the command is none of these
   */
  answer(command, args) {
    switch (command) {
      case 'hotkey_state':
        return this.hotkey;
      case 'pause_hotkey':
        this.hotkey = { ...this.hotkey, state: args['paused'] === true ? 'paused' : 'bound' };
        return this.hotkey;
      case 'autostart_state':
        return this.autostart;
      case 'set_autostart':
        this.autostart = args['on'] === true ? 'on' : 'off';
        return this.autostart;
      default:
        return undefined;
    }
  }
}
