package io.fragmentcache.internal.usage;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of one fragment, whatever its key. Thread-safe. */
public final class FragmentUsage {
    private static final long MINUTE = 60_000_000;
    private static final int MINUTES = 15;

    private final String name;
    private final @Nullable Locator locator;
    private final Counts lookups = new Counts(MINUTE, MINUTES);
    private final Totals outermost = new Totals();
    private final Totals background = new Totals();
    private final LongAdder holes = new LongAdder();
    private final LongAdder saved = new LongAdder();
    private final RenderTimes renders = new RenderTimes();
    private final LongAdder ofInner = new LongAdder();
    private final LongAdder backgroundRenders = new LongAdder();
    private final LongAdder backgroundMicros = new LongAdder();
    private final LongAdder notStored = new LongAdder();
    private final Map<MissCause, LongAdder> causes = new EnumMap<>(MissCause.class);
    private final TopNames touched = new TopNames();
    private final TopNames parents = new TopNames();
    private final TopNames inner = new TopNames();
    private final KeyUsage keys = new KeyUsage();
    private final LongAdder entries = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder reused = new LongAdder();
    private final LongAdder warmPages = new LongAdder();
    private final LongAdder warmWaits = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile Lifetime lifetime = Lifetime.DEFAULT;
    private volatile @Nullable String note;
    private volatile @Nullable String lastNotStored;
    /** Not exact under many threads, which is no matter: it only picks some of the keys that hit. */
    private int hitsUntilSample;

    FragmentUsage(Locator locator) {
        this(locator.toString(), locator);
    }

    /** Of all fragments that there was no room to count one by one. */
    FragmentUsage(String name) {
        this(name, null);
    }

    private FragmentUsage(String name, @Nullable Locator locator) {
        this.name = name;
        this.locator = locator;
        for (MissCause cause : MissCause.values()) {
            causes.put(cause, new LongAdder());
        }
    }

    void lookedUp(Outcome outcome, boolean isOutermost, long now) {
        lookups.add(outcome, now);
        if (isOutermost) {
            outermost.add(outcome);
        }
    }

    void lookedUpInBackground(Outcome outcome) {
        background.add(outcome);
    }

    void lifetime(Lifetime declared) {
        lifetime = declared;
    }

    void missed(MissCause cause) {
        Objects.requireNonNull(causes.get(cause)).increment();
    }

    void touchedBy(String tag) {
        touched.add(tag);
    }

    void inside(Locator parent) {
        parents.add(parent.toString());
    }

    void contains(Locator child) {
        inner.add(child.toString());
    }

    /** @param cost what a hit spared, in microseconds */
    void saved(long cost) {
        saved.add(cost);
    }

    /**
     * True for the first hit and each 31st after it: their keys are remembered, so that what only hits is known too.
     */
    boolean samplesHit() {
        if (--hitsUntilSample >= 0) {
            return false;
        }
        hitsUntilSample = 30;
        return true;
    }

    void rendered(long micros, boolean inBackground) {
        if (inBackground) {
            backgroundRenders.increment();
            backgroundMicros.add(micros);
        } else {
            renders.add(micros);
        }
    }

    void renderedInner(long micros) {
        ofInner.add(micros);
    }

    void holeRendered() {
        holes.increment();
    }

    void holds(int moreEntries, long moreBytes) {
        entries.add(moreEntries);
        bytes.add(moreBytes);
    }

    void evicted() {
        evictions.increment();
    }

    void warmPage(long waited) {
        warmPages.increment();
        warmWaits.add(waited);
    }

    void failed(String why) {
        failures.increment();
        note = "failed: " + why;
    }

    void refused(String reason) {
        notStored.increment();
        lastNotStored = reason;
        note = "not stored: " + reason;
    }

    /** Adds how often it was served inside a cached fragment around it, without being looked up. */
    public void reused(long times) {
        reused.add(times);
    }

    /** {@code template :: name}. */
    public String name() {
        return name;
    }

    /** Returns null of all those that there was no room to count one by one. */
    public @Nullable Locator locator() {
        return locator;
    }

    /** All look-ups of visitors, also those inside a fragment that was being rendered. */
    public Counts lookups() {
        return lookups;
    }

    /** Look-ups of visitors that were not inside another fragment. */
    public Totals outermost() {
        return outermost;
    }

    /** Look-ups that no visitor waited for. */
    public Totals background() {
        return background;
    }

    /** How many holes were rendered in its HTML. */
    public long holes() {
        return holes.sum();
    }

    public long saved() {
        return saved.sum();
    }

    /** Renders that a visitor waited for, with the fragments inside. */
    public RenderTimes renders() {
        return renders;
    }

    /** Microseconds that the fragments inside took of {@link #renders()}. */
    public long ofInner() {
        return ofInner.sum();
    }

    /** Microseconds that a render takes on average, without the fragments inside. */
    public long self() {
        long count = renders.count();
        return count == 0 ? 0 : Math.max(0, renders.total() - ofInner()) / count;
    }

    public long backgroundRenders() {
        return backgroundRenders.sum();
    }

    /** Microseconds that all renders take on average, in the background or not. */
    public long mean() {
        long count = renders.count() + backgroundRenders.sum();
        return count == 0 ? 0 : (renders.total() + backgroundMicros.sum()) / count;
    }

    /** How often visitors had to wait for it, by why. */
    public long misses(MissCause cause) {
        return Objects.requireNonNull(causes.get(cause)).sum();
    }

    /** The tags whose touches cost most misses. */
    public Map<String, Long> touchedBy() {
        return touched.all();
    }

    /** The fragments inside which it was looked up, with how often it was seen there. */
    public Map<String, Long> parents() {
        return parents.all();
    }

    /** The fragments that were looked up inside it. */
    public Map<String, Long> inner() {
        return inner.all();
    }

    public KeyUsage keys() {
        return keys;
    }

    /** How many of its entries are known to be stored. */
    public long entries() {
        return Math.max(0, entries.sum());
    }

    /** How many bytes of HTML these hold, about. */
    public long bytes() {
        return Math.max(0, bytes.sum());
    }

    public long evictions() {
        return evictions.sum();
    }

    /** How often it was served inside a fragment around it, so far as that is known. */
    public long reused() {
        return reused.sum();
    }

    /** How many pages asked for this fragment first and had no look-up that missed. */
    public long warmPages() {
        return warmPages.sum();
    }

    /** Microseconds that these pages took before they asked. */
    public long warmWaits() {
        return warmWaits.sum();
    }

    public long failures() {
        return failures.sum();
    }

    public long notStored() {
        return notStored.sum();
    }

    /** Why it was not stored, the last time that it was not. */
    public @Nullable String lastNotStored() {
        return lastNotStored;
    }

    /** The lifetime of the last look-up. */
    public Lifetime lifetime() {
        return lifetime;
    }

    /** What went wrong last; null where nothing did. */
    public @Nullable String note() {
        return note;
    }

    /** The share of look-ups that were answered without waiting, from 0 to 1. */
    public double hitRate() {
        long asked = lookups.total() - lookups.total(Outcome.BYPASS);
        return asked == 0 ? 0 : (double) (lookups.total(Outcome.HIT) + lookups.total(Outcome.STALE)) / asked;
    }
}
