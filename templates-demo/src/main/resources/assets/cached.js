// Says in the footer what the cache did for this page. The header Server-Timing tells it, where the inspector is on.
(function () {
  'use strict';
  var line = document.getElementById('cached');
  var navigation = performance.getEntriesByType && performance.getEntriesByType('navigation')[0];
  var told = {};
  ((navigation && navigation.serverTiming) || []).forEach(function (entry) { told[entry.name] = entry; });
  if (!line || !told.fragments) { return; }
  var counts = {};
  told.fragments.description.split(' ').forEach(function (pair) {
    counts[pair.split('=')[0]] = Number(pair.split('=')[1]);
  });
  function millis(entry) {
    var value = entry ? entry.duration : 0;
    return (value < 10 ? value.toFixed(1) : Math.round(value)) + ' ms';
  }
  var values = [counts.hit + counts.stale, millis(told.saved), counts.miss, millis(told.render)];
  var text = counts.miss > 0 ? line.dataset.rendered : line.dataset.cached;
  line.firstElementChild.textContent = text.replace(/\{(\d)\}/g, function (all, number) { return values[number]; });
  line.hidden = false;
}());
