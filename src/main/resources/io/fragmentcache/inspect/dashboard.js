// The inspector's own page: asks every two seconds for one page of rows, and outlives a restart of the server.
const INTERVAL = 2000;
const REPORTS = 5;
const SVG = 'http://www.w3.org/2000/svg';
const KINDS = ['miss', 'stale', 'hit'];
const COLUMNS = 10;
const known = {token: '', csrf: null, overlay: false, page: 0, chosen: '', key: '', rows: {}, polls: 0, back: null};
let timer = 0;

function byId(id) { return document.getElementById(id); }

function say(id, text) {
  const target = byId(id);
  if (target.textContent !== String(text)) { target.textContent = text; }
}

function tell(target, text, wrong) {
  target.className = 'said' + (wrong ? ' wrong' : '');
  target.textContent = text;
}

function button(text, action, className) {
  const made = element('button', className, text);
  made.type = 'button';
  made.addEventListener('click', action);
  return made;
}

// Numbers for people.

function count(number) {
  if (number < 10000) { return number < 1000 ? String(number) : Math.floor(number / 1000) + ',' + String(number % 1000).padStart(3, '0'); }
  return number < 1e6 ? (number / 1e3).toFixed(1) + ' k' : (number / 1e6).toFixed(1) + ' M';
}

function percent(part, whole) {
  if (whole === 0) { return '–'; }
  const value = 100 * part / whole;
  return (value === 100 || value === 0 ? value : Math.min(99.9, value).toFixed(value > 99 ? 1 : 0)) + ' %';
}

function clock(millisAgo) {
  const at = new Date(Date.now() - millisAgo);
  return String(at.getHours()).padStart(2, '0') + ':' + String(at.getMinutes()).padStart(2, '0');
}

// Bars, the misses lowest, since they are what one looks for.

function part(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.keys(attributes).forEach(function (each) { made.setAttribute(each, String(attributes[each])); });
  return made;
}

function bars(svg, steps, named) {
  let highest = 1;
  steps.forEach(function (step) { highest = Math.max(highest, step[0] + step[1] + step[2]); });
  svg.setAttribute('viewBox', '0 0 ' + steps.length + ' 100');
  svg.setAttribute('preserveAspectRatio', 'none');
  while (svg.firstChild) { svg.removeChild(svg.firstChild); }
  steps.forEach(function (step, i) {
    const group = part('g', {});
    let top = 100;
    [step[2], step[1], step[0]].forEach(function (value, kind) {
      if (value === 0) { return; }
      const height = Math.max(3, 96 * value / highest);
      top -= height;
      // A miss is wider than a hit: a second sign beside its colour.
      const wide = KINDS[kind] === 'miss' ? 0.96 : 0.66;
      group.appendChild(part('rect', {
        'class': KINDS[kind], x: i + (1 - wide) / 2, width: wide, y: Math.max(0, top), height: height
      }));
    });
    if (named && group.firstChild) {
      const title = part('title', {});
      title.textContent = named(step, i);
      group.appendChild(title);
    }
    if (group.firstChild) { svg.appendChild(group); }
  });
  return highest;
}

// Asking and telling.

function ask(path, done, failed) {
  const request = new XMLHttpRequest();
  request.open('GET', path);
  request.timeout = 10000;
  request.onload = function () { answered(request, done, failed); };
  request.onerror = request.ontimeout = function () {
    const why = 'Connection lost, retrying …';
    away(why);
    if (failed) { failed(why); }
  };
  request.send();
}

function answered(request, done, failed) {
  if (request.status === 200) {
    done(JSON.parse(request.responseText));
    return;
  }
  const said = request.status === 403 || request.status === 404;
  const why = said ? request.responseText.slice(0, 300) : 'The server answered with ' + request.status;
  if (failed && request.status === 404) { failed(why); } else { away(why); }
}

function away(why) {
  byId('live').className = 'live away';
  document.body.className = 'gone';
  say('live', why);
  say('spoken', why);
}

function change(what, fields, target, done) {
  const request = new XMLHttpRequest();
  request.open('POST', what);
  request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded;charset=UTF-8');
  if (known.csrf) { request.setRequestHeader(known.csrf.header, known.csrf.value); }
  request.onload = function () {
    if (request.status === 200) { done(JSON.parse(request.responseText)); } else { tell(target, request.responseText, true); }
  };
  request.onerror = function () { tell(target, 'The server is away; nothing was changed.', true); };
  let body = 'token=' + encodeURIComponent(known.token);
  Object.keys(fields).forEach(function (name) { body += '&' + name + '=' + encodeURIComponent(fields[name]); });
  request.send(body);
}

function alter(what, tag, target) {
  change(what, {tag: tag}, target, function (answer) {
    const reached = answer.entries > 0;
    tell(target, answer.tag + (what === 'touch' ? ' touched: ' : ' expired: ')
      + (reached ? reach(answer) + ' outdated' : 'no cached entry known here carries it' + meant(answer)), !reached);
    poll();
    if (known.key) { explain(known.key, target); }
  });
}

function reach(answer) {
  return many(Object.keys(answer.fragments).length, 'fragment') + ', ' + many(answer.entries, 'entry', 'entries');
}

function meant(answer) {
  const other = answer.tags.filter(function (tag) { return tag !== answer.tag; })[0];
  return other ? '. Did you mean ' + other + '?' : '';
}

// What is expired is gone for good, so its button is pressed twice.
function twice(pressed, action) {
  if (pressed.textContent === 'Really expire?') {
    pressed.textContent = 'Expire';
    action();
    return;
  }
  pressed.textContent = 'Really expire?';
  setTimeout(function () { pressed.textContent = 'Expire'; }, 5000);
}

function poll() {
  clearTimeout(timer);
  timer = setTimeout(poll, INTERVAL);
  if (document.hidden) { return; }
  const words = encodeURIComponent(byId('words').value);
  ask('state?q=' + words + '&order=' + byId('order').value + '&page=' + known.page, show);
  if (known.polls++ % REPORTS === 0) { ask('advice', showReports); }
}

// The address says what is shown, so that it can be sent, reloaded and gone back to.

function address() {
  const fields = new URLSearchParams();
  if (byId('words').value) { fields.set('q', byId('words').value); }
  if (byId('order').value !== 'lookups') { fields.set('sort', byId('order').value); }
  if (known.chosen) { fields.set('fragment', known.chosen); }
  if (known.key) { fields.set('key', known.key); }
  const hash = '#' + fields.toString();
  if (location.hash !== hash && !(hash === '#' && location.hash === '')) { history.pushState(null, '', hash === '#' ? location.pathname : hash); }
}

function follow() {
  const fields = new URLSearchParams(location.hash.slice(1));
  byId('words').value = fields.get('q') || '';
  byId('order').value = fields.get('sort') || 'lookups';
  if (fields.get('key')) {
    known.chosen = fields.get('fragment') || '';
    explain(fields.get('key'));
  } else if (fields.get('fragment')) {
    choose(fields.get('fragment'));
  } else {
    shut(false);
  }
  poll();
}

// Showing.

function show(state) {
  const wasAway = byId('live').className !== 'live' || byId('live').textContent === 'connecting';
  known.token = state.token;
  known.csrf = state.csrf;
  known.overlay = state.overlay;
  known.page = state.page;
  byId('live').className = 'live';
  document.body.className = '';
  say('live', 'Live · counting since ' + clock(state.since));
  if (wasAway) { say('spoken', 'Connected'); }
  byId('overlay').setAttribute('aria-pressed', String(state.overlay));
  if (state.blocked) { tell(byId('overlay-said'), state.blocked, true); }
  showTotals(state);
  showRows(state);
  showKeys(byId('keys'), state.keys, true);
  byId('keys-title').hidden = state.keys.length === 0;
  showTouches(state.touches, state.templates);
}

function showTotals(state) {
  const all = state.outermost;
  const looked = state.lookups;
  const hole = state.holes ? ', ' + count(state.holes) + ' holes' : '';
  ['hit', 'stale', 'miss'].forEach(function (name) { say(name, count(all[name])); });
  say('bypass', count(looked.bypass));
  say('rate', percent(all.hit + all.stale, all.hit + all.stale + all.miss));
  const step = state.step / 1000;
  const highest = bars(byId('chart'), state.steps, function (values, i) {
    return clock((state.steps.length - 1 - i) * state.step) + ': ' + many(values[0], 'fresh hit') + ', ' + values[1] + ' stale, ' + many(values[2], 'miss', 'misses');
  });
  const changes = state.touches.concat(state.templates);
  changes.forEach(function (change) {
    const at = state.steps.length - change.ago / state.step;
    if (at < 0) { return; }
    const mark = part('path', {'class': 'touch', d: 'M' + (at - 0.6) + ' 0h1.2l-.6 9z'});
    byId('chart').appendChild(mark).appendChild(part('title', {})).textContent =
      change.name ? 'template of ' + change.name + ' changed' : change.tags + (change.expired ? ' expired' : ' touched');
  });
  say('scale', 'highest: ' + count(highest) + ' in ' + step + ' s' + (changes.length ? ' · ▾ an invalidation' : ''));
  byId('chart').setAttribute('aria-label', 'Last 15 minutes, in steps of ' + step + ' seconds: at most ' + highest + ' lookups in a step; '
    + all.hit + ' fresh hits, ' + all.stale + ' served stale, ' + all.miss + ' misses since counting began');
  say('inner', 'all lookups: ' + count(looked.hit) + ' hits, ' + count(looked.stale) + ' stale, ' + count(looked.miss) + ' misses' + hole);
  say('saved', micros(state.saved));
  const queue = state.queue;
  say('queue', count(state.backgroundRenders));
  say('queue-more', queue.waiting + ' waiting, ' + queue.running + ' running'
    + (queue.waiting ? ', oldest ' + span(queue.longestWait) : '')
    + (queue.dropped ? ', ' + count(queue.dropped) + ' dropped' : '')
    + (queue.abandoned ? ', ' + queue.abandoned + ' stuck' : ''));
  say('flights', state.flights);
  const back = state.background;
  say('regenerated', count(back.hit + back.stale + back.miss) + ' lookups in the background');
  showStores(state);
}

function showStores(state) {
  const lines = state.stores.map(function (store, i) {
    const facts = [];
    if (store.entries >= 0) { facts.push(many(count(store.entries), 'entry', 'entries')); }
    if (store.bytes >= 0) { facts.push(bytes(store.bytes) + (store.limit > 0 ? ' of ' + bytes(store.limit) : '')); }
    if (store.evictions >= 0) { facts.push(count(store.evictions) + ' evicted'); }
    return facts.length ? store.store + ': ' + facts.join(', ') : state.storeLines[i] || store.store;
  });
  const stores = byId('stores');
  if (stores.textContent !== lines.join('')) {
    stores.textContent = '';
    lines.forEach(function (line) { stores.appendChild(element('li', '', line)); });
  }
  const failures = state.storeFailures;
  say('store-failures', failures ? many(count(failures), 'store error') + ', last: ' + state.lastStoreFailure : '');
}

function showRows(state) {
  const body = byId('rows');
  const rows = {};
  state.rows.forEach(function (row, i) {
    const shown = known.rows[row.name] || newRow(row.name);
    rows[row.name] = shown;
    fill(shown, row);
    if (body.children[i] !== shown.tr) { body.insertBefore(shown.tr, body.children[i] || null); }
  });
  while (body.children.length > state.rows.length) { body.removeChild(body.lastElementChild); }
  known.rows = rows;
  const searched = byId('words').value !== '';
  byId('nothing').hidden = state.rows.length > 0;
  say('nothing', !searched ? 'No lookups yet. Open a page of your application.'
    : 'No fragment name matches' + (state.keys.length ? '; ' + many(state.keys.length, 'matching key') + ' below.' : '.'));
  say('found', many(state.found, 'fragment') + (state.keys.length ? ', ' + many(state.keys.length, 'key') : '')
    + (state.pages > 1 ? ', page ' + (state.page + 1) + ' of ' + state.pages : ''));
  byId('before').disabled = state.page === 0;
  byId('after').disabled = state.page + 1 >= state.pages;
}

function split(name) {
  const colons = name.lastIndexOf(' :: ');
  const made = element('span');
  made.appendChild(element('span', 'template', colons < 0 ? '' : name.slice(0, colons) + ' :: '));
  made.appendChild(element('span', '', colons < 0 ? name : name.slice(colons + 4)));
  return made;
}

function newRow(name) {
  const row = {tr: element('tr'), cells: []};
  for (let i = 0; i < COLUMNS; i++) {
    row.cells.push(element(i === 0 ? 'th' : 'td'));
    row.tr.appendChild(row.cells[i]);
  }
  row.cells[0].scope = 'row';
  row.open = button('', function () { choose(name); });
  row.open.appendChild(split(name));
  row.note = element('small');
  row.cells[0].appendChild(row.open);
  row.cells[0].appendChild(row.note);
  row.spark = document.createElementNS(SVG, 'svg');
  row.spark.setAttribute('class', 'spark');
  row.spark.setAttribute('aria-hidden', 'true');
  row.cells[1].appendChild(row.spark);
  row.meter = element('i');
  row.rate = element('span', 'warm');
  row.bar = element('span', 'meter');
  row.bar.appendChild(row.meter);
  row.cells[2].appendChild(row.bar);
  row.cells[2].appendChild(row.rate);
  return row;
}

function fill(row, data) {
  const asked = data.hit + data.stale + data.miss;
  const served = data.hit + data.stale;
  row.tr.className = data.name === known.chosen ? 'chosen' : '';
  row.note.textContent = data.note || '';
  bars(row.spark, data.steps);
  // What is only looked up where its parent is rendered cannot hit while the parent does: no rate of its own.
  const onlyInside = served === 0 && data.outermost === 0 && data.reused > 0;
  row.bar.hidden = onlyInside;
  row.meter.style.width = (asked ? 100 * served / asked : 0) + '%';
  row.rate.textContent = onlyInside ? '–' : percent(served, asked);
  row.rate.title = onlyInside ? 'Always served inside its cached parent; it was looked up only while that was rendered' : '';
  row.rate.className = onlyInside ? 'warm never' : 'warm';
  row.cells[3].textContent = data.reused ? count(data.reused) : '–';
  row.cells[4].textContent = count(asked + data.bypass);
  row.cells[5].textContent = count(data.miss);
  row.cells[6].textContent = data.cost ? micros(data.cost) : '–';
  row.cells[7].textContent = data.slowest ? micros(data.slowest) : '–';
  row.cells[8].textContent = data.saved ? micros(data.saved) : '–';
  row.cells[9].textContent = data.entries ? count(data.entries) + ' · ' + bytes(data.bytes) : '–';
}

function showKeys(list, keys, named) {
  const text = JSON.stringify(keys);
  if (list.shown === text) { return; }
  list.shown = text;
  list.textContent = '';
  keys.forEach(function (key) {
    const item = element('li');
    const word = element('span', 'word ' + key.verdict, key.verdict);
    word.title = MEANINGS[key.verdict] || '';
    item.appendChild(word);
    const shows = (key.shows.join(', ') || 'no key') + (key.language ? ' · ' + key.language : '');
    item.appendChild(button((named ? key.locator + '  ' : '') + shows, function () { explain(key.id); }));
    list.appendChild(item);
  });
}

function showTouches(touches, templates) {
  const list = byId('touches');
  list.textContent = '';
  touches.concat(templates).sort(function (one, other) { return one.ago - other.ago; }).forEach(function (change) {
    const item = element('li');
    item.appendChild(element('time', '', span(change.ago) + ' ago'));
    if (change.name) {
      item.appendChild(element('b', '', change.name));
      item.appendChild(element('small', '', 'its template changed: an edit, or a new version of the application'));
    } else {
      item.appendChild(element('b', '', change.tags + (change.expired ? ' (expired)' : '')));
      item.appendChild(element('small', '', reached(change)));
      item.appendChild(element('small', '', 'by ' + change.origin));
    }
    list.appendChild(item);
  });
  if (list.children.length === 0) { list.appendChild(element('li', 'quiet', 'No invalidations yet.')); }
}

function reached(touch) {
  const names = Object.keys(touch.outdated);
  const more = touch.fragments - names.length;
  return names.length === 0 ? 'no cached entry affected yet' : 'invalidated so far: '
    + names.map(function (name) { return name + (touch.outdated[name] > 1 ? ' × ' + touch.outdated[name] : ''); }).join(', ')
    + (more > 0 ? ', ' + more + ' more' : '');
}

function showReports(reports) {
  const list = byId('advice');
  const text = JSON.stringify(reports.advice);
  if (list.shown !== text) {
    list.shown = text;
    list.textContent = '';
    reports.advice.forEach(function (advice) {
      const item = element('li');
      item.appendChild(element('span', 'lost', 'about ' + micros(advice.lost) + ' lost'));
      item.appendChild(advice.fragment.indexOf(' :: ') < 0 ? element('b', '', advice.fragment)
        : button(advice.fragment, function () { choose(advice.fragment); }, 'linked'));
      item.appendChild(element('p', '', advice.sentence));
      const write = element('p', '', 'Write: ');
      write.appendChild(element('code', '', advice.write));
      item.appendChild(write);
      list.appendChild(item);
    });
    if (reports.advice.length === 0) { list.appendChild(element('li', 'quiet', 'Nothing found that is worth a change.')); }
  }
  const body = byId('requests');
  body.textContent = '';
  reports.requests.slice(0, 20).forEach(function (visit) {
    const row = element('tr');
    const path = element('th', '', visit.path);
    path.scope = 'row';
    row.appendChild(path);
    [micros(visit.took), micros(visit.beforeFirst), micros(visit.rendering), visit.hit, visit.stale, visit.miss, visit.holes,
      visit.slowest ? visit.slowest + ' ' + micros(visit.slowestMicros) : '–'].forEach(function (value) {
      row.appendChild(element('td', '', value));
    });
    body.appendChild(row);
  });
}

// One fragment, one key.

function detail(title, from) {
  const pane = byId('detail');
  const isNew = pane.hidden || pane.about !== title;
  // What is shown again gives the focus back to the button that was pressed.
  pane.held = !isNew && pane.contains(document.activeElement) ? spoken(document.activeElement) : null;
  pane.about = title;
  pane.hidden = false;
  pane.textContent = '';
  const head = element('header');
  const name = element('h2', '', title);
  name.tabIndex = -1;
  head.appendChild(name);
  head.appendChild(button('Close', function () { shut(true); }));
  pane.appendChild(head);
  const said = element('p', 'said');
  said.setAttribute('role', 'status');
  pane.appendChild(said);
  if (from) { tell(said, from.textContent, from.className.indexOf('wrong') >= 0); }
  pane.said = said;
  if (isNew) {
    name.focus({preventScroll: true});
    pane.scrollIntoView({block: 'nearest'});
  }
  return pane;
}

function spoken(target) { return target.getAttribute('aria-label') || target.textContent + target.title; }

function hold(pane) {
  if (pane.held === null) { return; }
  const same = Array.prototype.filter.call(pane.querySelectorAll('button, pre'), function (each) { return spoken(each) === pane.held; })[0];
  (same || pane.querySelector('h2')).focus({preventScroll: true});
}

function shut(refocus) {
  const pane = byId('detail');
  const row = known.rows[known.chosen];
  pane.hidden = true;
  pane.about = '';
  known.chosen = '';
  known.key = '';
  if (refocus) {
    (row ? row.open : byId('words')).focus();
    address();
  }
}

function asOf(pane, again) {
  const line = element('p', 'quiet', 'As of ' + new Date().toLocaleTimeString() + ' ');
  line.appendChild(button('Refresh', again));
  pane.appendChild(line);
  hold(pane);
}

function section(pane, title, counts, words) {
  const names = Object.keys(counts);
  if (names.length === 0) { return; }
  pane.appendChild(element('h3', '', title));
  const list = element('dl', 'bars');
  names.forEach(function (name) {
    list.appendChild(element('dt', '', words ? words(name) : name));
    list.appendChild(element('dd', '', count(counts[name])));
  });
  pane.appendChild(list);
}

function choose(name) {
  known.chosen = name;
  known.key = '';
  address();
  ask('fragment?locator=' + encodeURIComponent(name), function (fragment) {
    // Closed, or another one chosen, while the server answered.
    if (known.chosen !== name || known.key) { return; }
    const pane = detail(fragment.locator);
    if (fragment.note) { pane.appendChild(element('p', 'said wrong', fragment.note)); }
    if (fragment.lookups) { showUsage(pane, fragment); }
    pane.appendChild(element('h3', '', 'Recent keys'));
    const keys = element('ul', 'keys');
    showKeys(keys, fragment.keys, false);
    pane.appendChild(keys);
    showTree(pane, fragment.tree);
    asOf(pane, function () { choose(name); });
  });
  poll();
}

function showUsage(pane, fragment) {
  const facts = element('dl', 'facts');
  const times = fragment.times;
  fact(facts, 'template', fragment.place);
  fact(facts, 'renders', count(times.renders) + ' for visitors, ' + count(times.background) + ' in the background');
  if (times.renders) {
    fact(facts, 'render time', 'half within ' + micros(times.p50) + ', 95 % within ' + micros(times.p95) + ', slowest ' + micros(times.slowest));
    fact(facts, 'own time', micros(times.self) + ' of ' + micros(times.mean) + ', without the fragments inside');
  }
  fact(facts, 'reused in parent', fragment.reused ? count(fragment.reused) + ' times' : '');
  fact(facts, 'stored', many(fragment.entries, 'entry', 'entries') + ' known, ' + bytes(fragment.bytes) + ', ' + count(fragment.evictions) + ' evicted');
  const varies = fragment.varies.map(function (each) {
    return each.label + (each.origin === 'key' ? '' : each.origin === 'vary' ? ' (cache:vary)' : ' (observed)') + ': ' + many(each.values, 'value');
  });
  if (fragment.languages) { varies.unshift('language: ' + many(fragment.languages, 'value')); }
  fact(facts, 'varies by', varies.join('; '));
  fact(facts, 'two alike differed in', fragment.lastChange);
  fact(facts, 'inside', Object.keys(fragment.parents).join(', '));
  fact(facts, 'contains', Object.keys(fragment.inner).join(', '));
  pane.appendChild(facts);
  section(pane, 'Misses by reason', fragment.misses);
  section(pane, 'Misses by touched tag', fragment.touchedBy);
  showSettings(pane, fragment.settings);
}

function showSettings(pane, settings) {
  if (!settings || settings.length === 0) { return; }
  pane.appendChild(element('h3', '', 'Settings, and where they come from'));
  const list = element('dl', 'facts settings');
  settings.forEach(function (setting) {
    list.appendChild(element('dt', '', setting.name));
    const value = element('dd', '', setting.value + ' ');
    value.appendChild(element('small', '', setting.from));
    list.appendChild(value);
  });
  pane.appendChild(list);
}

function showTree(pane, tree) {
  if (!tree) { return; }
  pane.appendChild(element('h3', '', 'Template digest, and what is part of it'));
  const lines = element('pre', '', [tree.digest].concat(tree.lines).join('\n'));
  lines.tabIndex = 0;
  lines.setAttribute('role', 'region');
  lines.setAttribute('aria-label', 'What the digest covers');
  pane.appendChild(lines);
}

function showHtml(pane, html) {
  if (!html) { return; }
  pane.appendChild(element('h3', '', 'Stored HTML, without holes'));
  const shown = element('pre', 'html', html);
  shown.tabIndex = 0;
  shown.setAttribute('role', 'region');
  shown.setAttribute('aria-label', 'Stored HTML');
  pane.appendChild(shown);
}

function explain(id, from) {
  known.key = id;
  ask('explain?id=' + encodeURIComponent(id), function (facts) {
    if (known.key !== id) { return; }
    known.chosen = facts.locator;
    address();
    const pane = detail(facts.locator + ' ', from);
    pane.appendChild(button('All keys of ' + facts.locator, function () { choose(facts.locator); }));
    const list = element('dl', 'facts');
    const line = element('p');
    line.appendChild(element('span', 'word ' + facts.verdict, facts.verdict));
    const why = facts.verdict === 'fresh' || facts.verdict === 'not stored' ? MEANINGS[facts.verdict] : because(facts.reason);
    line.appendChild(document.createTextNode(' ' + why));
    pane.appendChild(line);
    describe(facts, list);
    pane.appendChild(list);
    if (facts.tags) { showTags(pane, facts.tags); }
    pane.appendChild(element('h3', '', 'Full key'));
    const parts = element('dl', 'facts');
    Object.keys(facts.parts).forEach(function (name) { fact(parts, name, facts.parts[name]); });
    pane.appendChild(parts);
    showSettings(pane, facts.settings);
    showHtml(pane, facts.html);
    showTree(pane, facts.tree);
    asOf(pane, function () { explain(id); });
  }, function (why) {
    detail('Not known any more').appendChild(element('p', 'said wrong', why));
  });
}

function showTags(pane, all) {
  pane.appendChild(element('h3', '', 'Tags'));
  const tags = element('ul', 'tags');
  all.slice(0, 50).forEach(function (tag) {
    const item = element('li');
    item.appendChild(element('span', '', tag));
    const touch = button('Touch', function () { alter('touch', tag, pane.said); });
    const expire = button('Expire', function () { twice(expire, function () { alter('expire', tag, pane.said); }); }, 'danger');
    touch.setAttribute('aria-label', 'Touch ' + tag);
    expire.title = tag;
    item.appendChild(touch);
    item.appendChild(expire);
    tags.appendChild(item);
  });
  pane.appendChild(tags);
  if (all.length > 50) { pane.appendChild(element('p', 'quiet', 'and ' + (all.length - 50) + ' more')); }
}

// What is pressed and typed.

byId('overlay').addEventListener('click', function () {
  const on = !known.overlay;
  change('overlay', {show: String(on)}, byId('overlay-said'), function () {
    tell(byId('overlay-said'), on ? 'On. Reload a page to see its fragments.' : 'Off.', false);
    poll();
  });
});
let typing = 0;
byId('words').addEventListener('input', function () {
  known.page = 0;
  clearTimeout(typing);
  typing = setTimeout(function () { address(); poll(); }, 200);
});

function sort(order) {
  byId('order').value = order;
  known.page = 0;
  document.querySelectorAll('th[data-order]').forEach(function (head) {
    if (head.getAttribute('data-order') !== order) { head.removeAttribute('aria-sort'); return; }
    head.setAttribute('aria-sort', order === 'name' || order === 'rate' ? 'ascending' : 'descending');
  });
}
document.querySelectorAll('th[data-order]').forEach(function (head) {
  const sorts = button(head.textContent, function () { sort(head.getAttribute('data-order')); address(); poll(); });
  head.textContent = '';
  head.appendChild(sorts);
});
byId('order').addEventListener('change', function () { sort(byId('order').value); address(); poll(); });
byId('before').addEventListener('click', function () { known.page--; poll(); });
byId('after').addEventListener('click', function () { known.page++; poll(); });

let trying = 0;
byId('tag').addEventListener('input', function () {
  clearTimeout(trying);
  trying = setTimeout(dry, 250);
});
function dry() {
  const tag = byId('tag').value.trim();
  byId('dry').className = 'dry';
  if (!tag) { say('dry', ''); return; }
  ask('dry?tag=' + encodeURIComponent(tag), function (answer) {
    if (byId('tag').value.trim() !== answer.tag) { return; }
    const options = byId('tags');
    options.textContent = '';
    answer.tags.forEach(function (known) { options.appendChild(element('option')).value = known; });
    const reached = answer.entries > 0;
    byId('dry').className = reached ? 'dry' : 'dry wrong';
    say('dry', reached ? 'Would outdate ' + reach(answer) + ' known here: about ' + micros(answer.cost) + ' of rendering.'
      : 'No cached entry known here carries ' + answer.tag + meant(answer) + (meant(answer) ? '' : '.'));
  });
}
let pressed = null;
byId('change').querySelectorAll('button').forEach(function (each) {
  each.addEventListener('click', function () { pressed = each; });
});
byId('change').addEventListener('submit', function (event) {
  const by = pressed;
  const act = function () { alter(by ? by.value : 'touch', byId('tag').value.trim(), byId('said')); };
  event.preventDefault();
  pressed = null;
  if (by && by.value === 'expire') { twice(by, act); } else { act(); }
});
['hit', 'stale', 'miss', 'bypass', 'hole', 'inside', 'outdated', 'not stored'].forEach(function (word) {
  fact(byId('meanings'), word === 'bypass' ? 'not cached' : word === 'inside' ? 'reused in parent' : word, MEANINGS[word]);
  const shown = byId(word);
  if (shown && shown.parentNode) { shown.parentNode.title = MEANINGS[word]; }
});
document.addEventListener('visibilitychange', poll);
addEventListener('popstate', follow);
follow();
