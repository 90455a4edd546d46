// Spans of days on the usage page, by the clocks here, and the days or months that a report has no row
// for. Pure.

/** @typedef {import('../usage-types.js').ReportRow} Row */
/** @typedef {import('../usage-types.js').UsageSpan} UsageSpan */
/** @typedef {'today' | 'week' | 'days30' | 'month' | 'all' | 'own'} Range */

/** @type {readonly Range[]} */
export const RANGES = ['today', 'week', 'days30', 'month', 'all', 'own'];

/** So many days have a column each; of a longer span months have. */
export const MAX_DAYS = 92;

const DAY_MS = 86_400_000;

/** A day as the engine writes it. @param {Date} date */
export function dayKey(date) {
  return `${String(date.getFullYear()).padStart(4, '0')}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/**
 * The days of a range, by the clocks here.
 * @param {Range} range
 * @param {Date} now
 * @param {UsageSpan} own
 * @returns {UsageSpan}
 */
export function spanOf(range, now, own) {
  const until = dayKey(now);
  const ago = (/** @type {number} */ days) => dayKey(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));
  switch (range) {
    case 'today':
      return { from: until, until };
    case 'week':
      return { from: ago(6), until };
    case 'days30':
      return { from: ago(29), until };
    case 'month':
      return { from: `${until.slice(0, 8)}01`, until };
    case 'all':
      return { from: null, until: null };
    case 'own':
      return own;
  }
}

/** How many days lie between two, both counted. @param {string} from @param {string} until */
export function daysIn(from, until) {
  return Math.round((noon(until) - noon(from)) / DAY_MS) + 1;
}

/**
 * By what the columns are made: of a span whose beginning is not known by months, until it is.
 * @param {UsageSpan} span
 * @param {Date} now
 * @returns {'day' | 'month'}
 */
export function stepOf({ from, until }, now) {
  return from !== null && daysIn(from, until ?? dayKey(now)) <= MAX_DAYS ? 'day' : 'month';
}

/**
 * Whether months hold so few days that each has a column.
 * @param {readonly Row[]} months
 */
export function areFew(months) {
  const first = months[0]?.key;
  const last = months.at(-1)?.key;
  return first !== undefined && last !== undefined && daysIn(`${first}-01`, `${last}-28`) <= MAX_DAYS;
}

/**
 * A row for every day or month of a span, those without a request too: what was not used is seen.
 * @param {readonly Row[]} rows
 * @param {UsageSpan} span
 * @param {'day' | 'month'} step
 * @param {Date} now
 * @returns {{key: string, row: Row | null}[]}
 */
export function filled(rows, { from, until }, step, now) {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const last = rows.findLast(({ key }) => key !== 'other')?.key ?? '';
  const today = dayKey(now);
  // What has not come yet is left out, and months before the first request.
  const begin = step === 'day' && from !== null ? from : (rows[0]?.key ?? today);
  const wanted = (until === null || until > today ? today : until).slice(0, begin.length);
  const keys = [begin];
  while (keys.length < 1200 && (keys.at(-1) ?? '') < (last > wanted ? last : wanted)) {
    keys.push(next(keys.at(-1) ?? ''));
  }
  return keys.map((key) => ({ key, row: byKey.get(key) ?? null }));
}

/** @param {string} key */
function next(key) {
  if (key.length === 7) {
    const [year = 0, month = 0] = key.split('-').map(Number);
    return month === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${key.slice(0, 5)}${String(month + 1).padStart(2, '0')}`;
  }
  return new Date(noon(key) + DAY_MS).toISOString().slice(0, 10);
}

/** @param {string} day */
function noon(day) {
  return Date.parse(`${day}T12:00:00Z`);
}
