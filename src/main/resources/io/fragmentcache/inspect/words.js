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
  return value < 1024 ? value + ' B' : (value / 1024).toFixed(1) + ' KB';
}

// All that is known of a stored text, as terms and descriptions.
function fact(list, name, value) {
  if (value === undefined || value === null || value === '') { return; }
  list.appendChild(element('dt', '', name));
  list.appendChild(element('dd', '', value));
}

function describe(facts, list) {
  fact(list, 'shows', facts.shows.join(', '));
  fact(list, 'language', facts.language);
  fact(list, 'version', facts.version);
  if (facts.age !== undefined) {
    fact(list, 'age', span(facts.age));
    fact(list, 'fresh', facts.fresh > 0 ? span(facts.fresh) + ' more' : 'until ' + span(facts.fresh) + ' ago');
    fact(list, 'shown stale', facts.stale > 0 ? span(facts.stale) + ' more' : 'no more');
    fact(list, 'took', micros(facts.cost));
    fact(list, 'size', bytes(facts.bytes));
  }
  const missed = facts.missed;
  fact(list, 'last miss', missed ? missed.reason + ', ' + span(missed.ago) + ' ago' : 'none since the start');
}
