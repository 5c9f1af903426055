// What the dashboard and the overlay share. Each is sent with this before it, in a function of its own.

// What is shown comes from keys and templates: it is only ever put in as text.
function element(name, className, text) {
  const made = document.createElement(name);
  if (className) { made.className = className; }
  if (text !== undefined && text !== null) { made.textContent = text; }
  return made;
}

function micros(value) {
  if (value < 1000) { return value + ' µs'; }
  return value < 10000 ? (value / 1000).toFixed(1) + ' ms' : span(value / 1000);
}

function span(millis) {
  const units = [['d', 86400000], ['h', 3600000], ['min', 60000], ['s', 1000]];
  const length = Math.abs(millis);
  if (length > 1e15) { return 'forever'; }
  for (let i = 0; i < units.length; i++) {
    if (length >= units[i][1]) {
      const value = length / units[i][1];
      return (value < 10 ? value.toFixed(1) : Math.round(value)) + ' ' + units[i][0];
    }
  }
  return Math.round(length) + ' ms';
}

function bytes(value) {
  if (value < 1024) { return value + ' B'; }
  return value < 1048576 ? (value / 1024).toFixed(1) + ' KB' : (value / 1048576).toFixed(1) + ' MB';
}

function many(number, one, more) {
  return number + ' ' + (number === 1 ? one : more || one + 's');
}

// One explanation of each word, for its title and for the legend.
const MEANINGS = {
  hit: 'Served from the cache, fresh.',
  stale: 'Served from the cache past its fresh time, while a new one is rendered in the background.',
  miss: 'Rendered while the visitor waited.',
  bypass: 'Rendered as without a cache: cache:if is false, or the request may not store.',
  hole: 'A cache:hole: rendered for each request.',
  inside: 'Served inside a cached parent, without a look-up of its own.',
  fresh: 'May be served.',
  outdated: 'Touched, expired, of another version or too old: the next visitor waits for a new one.',
  'not stored': 'The cache holds nothing under this key.'
};

// Why something was not a hit, in a few words.
function because(reason) {
  const words = {
    age: 'past its fresh time',
    absent: 'not in the cache',
    'first time': 'not in the cache: asked for the first time',
    evicted: 'not in the cache: evicted to make room',
    'template changed': 'not in the cache: its template changed',
    'was not stored before': 'not in the cache: it was rendered and not stored',
    'no longer in the store': 'no longer in the cache',
    digest: 'its template changed',
    fresh: '',
    'cut off from touches': 'touches cannot be received (the shared store is unreachable)',
    'touched by its reader': 'this visitor changed it a moment ago',
    'due with the fragment around it': 'nearly due, so it was rendered with its parent',
    'rendering failed': 'rendering it failed a moment ago',
    bypass: 'this request bypasses the cache',
    'cache:if is false': 'its cache:if is false',
    'it has no digest': 'the templates that it shows cannot all be found, so it has no digest',
    uncommitted: 'a transaction of this request is not committed'
  };
  if (reason in words) { return words[reason]; }
  if (reason.indexOf('touched ') === 0) { return reason.slice(8) + ' was touched'; }
  if (reason.indexOf('expired ') === 0) { return reason.slice(8) + ' was expired'; }
  if (reason.indexOf('version ') === 0) { return 'data version changed (' + reason.slice(8).replace('→', ' → ') + ')'; }
  return reason;
}

// All that is known of a stored text, as terms and descriptions.
function fact(list, name, value) {
  if (value === undefined || value === null || value === '') { return; }
  list.appendChild(element('dt', '', name));
  list.appendChild(element('dd', '', value));
}

function describe(facts, list) {
  fact(list, 'key', facts.shows.join(', '));
  fact(list, 'language', facts.language);
  if (facts.age !== undefined) {
    fact(list, 'data version', facts.version);
    fact(list, 'cached', span(facts.age) + ' ago');
    fact(list, 'fresh', facts.fresh > 0 ? 'for ' + span(facts.fresh) : 'no longer since ' + span(facts.fresh));
    fact(list, 'may be served stale', facts.stale > Math.max(0, facts.fresh) ? 'for ' + span(facts.stale) : 'no');
    fact(list, 'ends', facts.ends === undefined || facts.ends === null ? '' : (facts.ends > 0 ? 'in ' + span(facts.ends) : span(facts.ends) + ' ago') + ' (cache:until, or that of a fragment inside)');
    fact(list, 'render time', micros(facts.cost));
    fact(list, 'HTML size', bytes(facts.bytes));
  }
  const missed = facts.missed;
  fact(list, 'last miss', missed ? span(missed.ago) + ' ago: ' + because(missed.reason) : 'none since the start');
}
