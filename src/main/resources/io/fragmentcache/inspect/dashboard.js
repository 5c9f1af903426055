// The inspector's own page: asks every two seconds for one page of rows, and outlives a restart of the server.
const INTERVAL = 2000;
const SVG = 'http://www.w3.org/2000/svg';
const KINDS = ['miss', 'stale', 'hit'];
const known = {token: '', csrf: null, overlay: false, page: 0, chosen: '', rows: {}};
let timer = 0;

function byId(id) { return document.getElementById(id); }

function say(id, text) {
  const target = byId(id);
  if (target.textContent !== String(text)) { target.textContent = text; }
}

function button(text, action, className) {
  const made = element('button', className, text);
  made.type = 'button';
  made.addEventListener('click', action);
  return made;
}

// Numbers for people.

function count(number) {
  if (number < 10000) { return String(number); }
  return number < 1e6 ? (number / 1e3).toFixed(1) + ' k' : (number / 1e6).toFixed(1) + ' M';
}

function percent(part, whole) {
  if (whole === 0) { return '–'; }
  const value = 100 * part / whole;
  return (value === 100 || value === 0 ? value : Math.min(99.9, value).toFixed(value > 99 ? 1 : 0)) + ' %';
}

// Bars, the misses lowest, since they are what one looks for.

function bars(svg, steps) {
  let highest = 1;
  steps.forEach(function (step) { highest = Math.max(highest, step[0] + step[1] + step[2]); });
  svg.setAttribute('viewBox', '0 0 ' + steps.length + ' 100');
  svg.setAttribute('preserveAspectRatio', 'none');
  while (svg.firstChild) { svg.removeChild(svg.firstChild); }
  steps.forEach(function (step, i) {
    let top = 100;
    [step[2], step[1], step[0]].forEach(function (value, kind) {
      if (value === 0) { return; }
      const height = Math.max(3, 96 * value / highest);
      const bar = document.createElementNS(SVG, 'rect');
      top -= height;
      bar.setAttribute('class', KINDS[kind]);
      bar.setAttribute('x', String(i + 0.12));
      bar.setAttribute('width', '0.76');
      bar.setAttribute('y', String(Math.max(0, top)));
      bar.setAttribute('height', String(height));
      svg.appendChild(bar);
    });
  });
}

// Asking and telling.

function ask(path, done) {
  const request = new XMLHttpRequest();
  request.open('GET', path);
  request.timeout = 10000;
  request.onload = function () { answered(request, done); };
  request.onerror = request.ontimeout = function () { away('the server is away, asking again'); };
  request.send();
}

function answered(request, done) {
  if (request.status === 200) {
    done(JSON.parse(request.responseText));
  } else {
    const said = request.status === 403 || request.status === 404;
    away(said ? request.responseText.slice(0, 300) : 'answered with ' + request.status);
  }
}

function away(why) {
  byId('live').className = 'live away';
  say('live', why);
}

function change(what, fields, done) {
  const request = new XMLHttpRequest();
  request.open('POST', what);
  request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded;charset=UTF-8');
  if (known.csrf) { request.setRequestHeader(known.csrf.header, known.csrf.value); }
  request.onload = function () {
    const ok = request.status === 200;
    byId('said').className = ok ? 'said' : 'said wrong';
    if (ok) { done(JSON.parse(request.responseText)); } else { say('said', request.responseText); }
  };
  request.onerror = function () {
    byId('said').className = 'said wrong';
    say('said', 'The server is away; nothing was changed.');
  };
  let body = 'token=' + encodeURIComponent(known.token);
  Object.keys(fields).forEach(function (name) { body += '&' + name + '=' + encodeURIComponent(fields[name]); });
  request.send(body);
}

function alter(what, tag) {
  change(what, {tag: tag}, function (answer) {
    say('said', what === 'touch' ? 'Touched ' + answer.touched : 'Expired ' + answer.expired);
    poll();
    if (known.again) { known.again(); }
  });
}

function poll() {
  clearTimeout(timer);
  timer = setTimeout(poll, INTERVAL);
  if (document.hidden) { return; }
  const words = encodeURIComponent(byId('words').value);
  ask('state?q=' + words + '&order=' + byId('order').value + '&page=' + known.page, show);
}

// Showing.

function show(state) {
  known.token = state.token;
  known.csrf = state.csrf;
  known.overlay = state.overlay;
  known.page = state.page;
  byId('live').className = 'live';
  say('live', 'live, counting for ' + span(state.since));
  byId('overlay').setAttribute('aria-pressed', String(state.overlay));
  say('overlay', state.overlay ? 'Shown on pages' : 'Show on pages');
  showTotals(state);
  showRows(state);
  showKeys(byId('keys'), state.keys);
  showTouches(state.touches);
}

function showTotals(state) {
  const all = state.totals;
  ['hit', 'stale', 'miss', 'bypass'].forEach(function (name) { say(name, count(all[name])); });
  say('rate', percent(all.hit + all.stale, all.hit + all.stale + all.miss));
  bars(byId('chart'), state.steps);
  say('saved', micros(state.saved));
  say('queue', state.queue.waiting);
  const queue = state.queue;
  say('queue-more', queue.running + ' running'
    + (queue.waiting ? ', first waits ' + span(queue.longestWait) : '')
    + (queue.dropped ? ', ' + count(queue.dropped) + ' dropped' : '')
    + (queue.abandoned ? ', ' + queue.abandoned + ' hang' : ''));
  say('flights', state.flights);
  say('regenerated', count(state.regenerated) + ' regenerated behind readers');
  const stores = byId('stores');
  if (stores.textContent !== state.stores.join('')) {
    stores.textContent = '';
    state.stores.forEach(function (line) { stores.appendChild(element('li', '', line)); });
  }
  const failures = state.storeFailures;
  say('store-failures', failures ? count(failures) + ' failures, last: ' + state.lastStoreFailure : '');
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
  say('nothing', searched
    ? 'No fragment has this in its name.'
    : 'No fragment was asked for yet. Open a page of the application.');
  say('found', count(state.found) + (state.found === 1 ? ' fragment' : ' fragments')
    + (state.pages > 1 ? ', page ' + (state.page + 1) + ' of ' + state.pages : ''));
  byId('before').disabled = state.page === 0;
  byId('after').disabled = state.page + 1 >= state.pages;
}

function newRow(name) {
  const row = {tr: element('tr'), cells: []};
  for (let i = 0; i < 8; i++) {
    row.cells.push(element('td'));
    row.tr.appendChild(row.cells[i]);
  }
  const colons = name.lastIndexOf(' :: ');
  const open = button('', function () { choose(name); });
  open.appendChild(element('span', 'template', colons < 0 ? '' : name.slice(0, colons) + ' :: '));
  open.appendChild(element('span', '', colons < 0 ? name : name.slice(colons + 4)));
  row.note = element('small');
  row.cells[0].appendChild(open);
  row.cells[0].appendChild(row.note);
  row.spark = document.createElementNS(SVG, 'svg');
  row.spark.setAttribute('class', 'spark');
  row.spark.setAttribute('aria-hidden', 'true');
  row.cells[1].appendChild(row.spark);
  row.meter = element('i');
  row.warm = element('span', 'warm');
  const meter = element('span', 'meter');
  meter.appendChild(row.meter);
  row.cells[2].appendChild(meter);
  row.cells[2].appendChild(row.warm);
  return row;
}

function fill(row, data) {
  const asked = data.hit + data.stale + data.miss;
  row.tr.className = data.name === known.chosen ? 'chosen' : '';
  row.note.textContent = data.note || '';
  bars(row.spark, data.steps);
  row.meter.style.width = (asked ? 100 * (data.hit + data.stale) / asked : 0) + '%';
  row.warm.textContent = percent(data.hit + data.stale, asked);
  row.cells[3].textContent = count(asked + data.bypass);
  row.cells[4].textContent = count(data.miss);
  row.cells[5].textContent = data.cost ? micros(data.cost) : '–';
  row.cells[6].textContent = data.slowest ? micros(data.slowest) : '–';
  row.cells[7].textContent = data.saved ? micros(data.saved) : '–';
}

function showKeys(list, keys) {
  const text = JSON.stringify(keys);
  if (list.shown === text) { return; }
  list.shown = text;
  list.textContent = '';
  keys.forEach(function (key) {
    const item = element('li');
    item.appendChild(element('span', 'word ' + key.verdict, key.verdict));
    item.appendChild(button(key.locator + '  ' + key.shows.join(', '), function () { explain(key.id); }));
    list.appendChild(item);
  });
}

function showTouches(touches) {
  const list = byId('touches');
  list.textContent = '';
  touches.forEach(function (touch) {
    const item = element('li');
    item.appendChild(element('time', '', span(touch.ago) + ' ago'));
    item.appendChild(element('b', '', touch.tags));
    const names = Object.keys(touch.cold);
    const more = touch.fragments - names.length;
    item.appendChild(element('small', '', names.length === 0 ? 'nothing asked for since was older' : 'made cold: '
      + names.map(function (name) { return name + (touch.cold[name] > 1 ? ' × ' + touch.cold[name] : ''); }).join(', ')
      + (more > 0 ? ' and ' + more + ' more' : '')));
    list.appendChild(item);
  });
  if (touches.length === 0) { list.appendChild(element('li', 'quiet', 'Nothing was touched yet.')); }
}

// One fragment, one key.

function detail(title) {
  const pane = byId('detail');
  pane.hidden = false;
  pane.textContent = '';
  const head = element('header');
  head.appendChild(element('h2', '', title));
  head.appendChild(button('Close', function () {
    pane.hidden = true;
    known.chosen = '';
    known.again = null;
  }));
  pane.appendChild(head);
  return pane;
}

function choose(name) {
  known.chosen = name;
  known.again = null;
  ask('fragment?locator=' + encodeURIComponent(name), function (fragment) {
    const pane = detail(fragment.locator);
    if (fragment.note) { pane.appendChild(element('p', 'said wrong', fragment.note)); }
    pane.appendChild(element('h3', '', 'Keys asked for lately'));
    const keys = element('ul', 'keys');
    showKeys(keys, fragment.keys);
    pane.appendChild(keys);
    showTree(pane, fragment.tree);
    if (innerWidth < 900) { pane.scrollIntoView({block: 'start'}); }
  });
  poll();
}

function showTree(pane, tree) {
  if (!tree) { return; }
  pane.appendChild(element('h3', '', 'Digest'));
  pane.appendChild(element('pre', '', [tree.digest].concat(tree.lines).join('\n')));
}

function explain(id) {
  known.again = function () { explain(id); };
  ask('explain?id=' + encodeURIComponent(id), function (facts) {
    const pane = detail(facts.locator);
    const list = element('dl', 'facts');
    const word = element('span', 'word ' + facts.verdict, facts.verdict);
    pane.appendChild(word);
    pane.appendChild(document.createTextNode(' ' + (facts.verdict === 'fresh' ? '' : 'because: ' + facts.reason)));
    describe(facts, list);
    fact(list, 'key', facts.key);
    pane.appendChild(list);
    if (facts.tags) {
      pane.appendChild(element('h3', '', 'Tags'));
      const tags = element('ul', 'tags');
      facts.tags.slice(0, 50).forEach(function (tag) {
        const item = element('li');
        item.appendChild(element('span', '', tag));
        item.appendChild(button('Touch', function () { alter('touch', tag); }));
        item.appendChild(button('Expire', function () { alter('expire', tag); }, 'danger'));
        tags.appendChild(item);
      });
      pane.appendChild(tags);
      if (facts.tags.length > 50) { pane.appendChild(element('p', 'quiet', 'and ' + (facts.tags.length - 50) + ' more')); }
    }
    showTree(pane, facts.tree);
  });
}

// What is pressed and typed.

byId('overlay').addEventListener('click', function () {
  change('overlay', {show: String(!known.overlay)}, function () {
    say('said', known.overlay ? '' : 'Pages of this browser show their fragments now. Reload one.');
    poll();
  });
});
let typing = 0;
byId('words').addEventListener('input', function () {
  known.page = 0;
  clearTimeout(typing);
  typing = setTimeout(poll, 200);
});
byId('order').addEventListener('change', function () { known.page = 0; poll(); });
byId('before').addEventListener('click', function () { known.page--; poll(); });
byId('after').addEventListener('click', function () { known.page++; poll(); });
let pressed = 'touch';
byId('change').querySelectorAll('button').forEach(function (each) {
  each.addEventListener('click', function () { pressed = each.value; });
});
byId('change').addEventListener('submit', function (event) {
  event.preventDefault();
  alter(pressed, byId('tag').value.trim());
  pressed = 'touch';
});
document.addEventListener('visibilitychange', poll);
poll();
