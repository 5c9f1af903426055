package io.fragmentcache.internal.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Bypassed;
import io.fragmentcache.spi.Evicted;
import io.fragmentcache.spi.HoleRendered;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.StoreFailed;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the cache does: in all, by fragment, and for the keys that were asked for last. What visitors asked for and
 * what was done in the background are counted apart. Everything is bounded, so its memory is too: about 40 megabytes when
 * {@value #MOST_FRAGMENTS} fragments and as many keys are known. Thread-safe.
 */
public final class Usage implements Listener {
    public static final int MOST_FRAGMENTS = 10_000;
    public static final int MOST_KEYS = 10_000;

    private static final long STEP = 10_000_000;
    private static final int STEPS = 90;

    private final LongSupplier clock;
    private final long since;
    private final Counts outermost = new Counts(STEP, STEPS);
    private final Totals lookups = new Totals();
    private final Totals background = new Totals();
    private final LongAdder holes = new LongAdder();
    private final LongAdder backgroundRenders = new LongAdder();
    private final LongAdder storeFailures = new LongAdder();

    @Bound("10 000 fragments")
    private final Map<Locator, FragmentUsage> fragments = new ConcurrentHashMap<>();

    private final FragmentUsage others = new FragmentUsage("all other fragments");

    @Bound("10 000 keys")
    private final Cache<Key, RecentLookup> asked = bounded();

    @Bound("10 000 keys")
    private final Cache<Key, Boolean> evicted = bounded();

    /** The digest with which a key was asked for last, by the hash of all else that it holds. */
    @Bound("10 000 keys")
    private final Cache<Integer, String> digests = bounded();

    private final StoredEntries stored = new StoredEntries(this::fragment);
    private final RecentTouches touches = new RecentTouches();
    private final RecentTemplates templates = new RecentTemplates();
    private final PageLog pages;
    private volatile @Nullable String lastStoreFailure;

    /** @param clock microseconds since 1970 */
    public Usage(LongSupplier clock) {
        this.clock = clock;
        this.since = clock.getAsLong();
        this.pages = new PageLog(clock, this::ended);
    }

    private static <K, V> Cache<K, V> bounded() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void lookedUp(LookedUp event) {
        long now = clock.getAsLong();
        Outcome outcome = event.outcome();
        FragmentUsage usage = fragment(event.locator());
        Entry entry = event.entry();
        boolean isShown = outcome == Outcome.HIT || outcome == Outcome.STALE;
        boolean isNoted = outcome != Outcome.HIT || usage.samplesHit();
        if (event.inBackground()) {
            background.add(outcome);
            usage.lookedUpInBackground(outcome);
        } else {
            boolean isOutermost = event.parent() == null;
            lookups.add(outcome);
            if (isOutermost) {
                outermost.add(outcome, now);
            }
            usage.lookedUp(outcome, isOutermost, now);
            if (isShown && entry != null) {
                usage.saved(entry.cost());
            }
            pages.lookedUp(event);
        }
        if (isNoted) {
            note(event, usage, now);
        }
    }

    private void note(LookedUp event, FragmentUsage usage, long now) {
        Locator parent = event.parent();
        if (parent != null) {
            usage.inside(parent);
            fragment(parent).contains(event.locator());
        }
        usage.lifetime(event.lifetime());
        Entry entry = event.entry();
        if (entry != null) {
            stored.put(event.locator(), entry);
        }
        if (event.outcome() == Outcome.HIT) {
            asked.asMap().putIfAbsent(event.key(), asked(event, "", now));
            return;
        }
        if (event.outcome() != Outcome.BYPASS && entry != null) {
            touches.blame(entry, event.locator());
        }
        String reason = event.reason();
        if (event.outcome() == Outcome.MISS) {
            reason = missed(event, usage);
        } else if (event.outcome() == Outcome.STALE && MissCause.of(reason) == MissCause.TEMPLATE) {
            templates.add(event.locator(), parts(event).digest(), now);
        }
        if (event.outcome() != Outcome.BYPASS) {
            asked.put(event.key(), asked(event, reason, now));
        }
    }

    /** Why it was missed, for people. */
    private String missed(LookedUp event, FragmentUsage usage) {
        KeyParts parts = parts(event);
        MissCause cause = event.entry() == null ? absent(event, parts) : MissCause.of(event.reason());
        usage.keys().add(event.key(), parts);
        digests.put(withoutDigest(parts), parts.digest());
        if (cause == MissCause.TEMPLATE) {
            templates.add(event.locator(), parts.digest(), clock.getAsLong());
        }
        if (!event.inBackground()) {
            usage.missed(cause);
            if (cause == MissCause.TOUCHED || cause == MissCause.EXPIRED) {
                usage.touchedBy(event.reason().substring(event.reason().indexOf(' ') + 1));
            }
        }
        return event.entry() == null && event.reason().equals("absent") ? cause.words() : event.reason();
    }

    private static KeyParts parts(LookedUp event) {
        return KeyParts.of(event.key(), event.locator().template().equals("text"));
    }

    private MissCause absent(LookedUp event, KeyParts parts) {
        if (!event.reason().equals("absent")) {
            return MissCause.of(event.reason());
        }
        if (evicted.asMap().remove(event.key()) != null) {
            return MissCause.EVICTED;
        }
        RecentLookup before = asked.getIfPresent(event.key());
        if (before != null) {
            return before.refused() ? MissCause.NOT_STORED : MissCause.GONE;
        }
        String digest = digests.getIfPresent(withoutDigest(parts));
        return digest == null || digest.equals(parts.digest()) ? MissCause.FIRST : MissCause.TEMPLATE;
    }

    private static int withoutDigest(KeyParts parts) {
        int hash = parts.template().hashCode();
        hash = 31 * hash + parts.fragment().hashCode();
        hash = 31 * hash + parts.language().hashCode();
        return 31 * hash + parts.shows().hashCode();
    }

    private static RecentLookup asked(LookedUp event, String reason, long now) {
        // Until its rendering says that it was stored, it was not.
        boolean refused = event.outcome() == Outcome.MISS;
        return new RecentLookup(event.key(), event.locator(), event.lifetime(), event.version(), reason, now, refused);
    }

    @Override
    public void bypassed(Bypassed event) {
        lookups.add(Outcome.BYPASS);
        fragment(event.locator()).lookedUp(Outcome.BYPASS, false, clock.getAsLong());
        pages.bypassed();
    }

    @Override
    public void rendered(Rendered event) {
        long micros = Micros.of(event.duration());
        if (event.inBackground()) {
            backgroundRenders.increment();
        } else {
            pages.rendered(event, micros);
            Locator parent = event.parent();
            if (parent != null) {
                fragment(parent).renderedInner(micros);
            }
        }
        fragment(event.locator()).rendered(micros, event.inBackground());
        if (event.stored()) {
            stored.put(event.locator(), event.entry());
            asked.asMap().computeIfPresent(event.entry().key(), (key, lookup) -> lookup.stored());
        }
    }

    @Override
    public void holeRendered(HoleRendered event) {
        holes.increment();
        fragment(event.locator()).holeRendered();
        pages.holeRendered(Micros.of(event.duration()));
    }

    private void ended(PageVisit visit) {
        Locator first = visit.first();
        if (first != null && visit.isWarm()) {
            fragment(first).warmPage(visit.beforeFirst());
        }
    }

    @Override
    public void renderFailed(RenderFailed event) {
        fragment(event.locator()).failed(String.valueOf(event.cause().getMessage()));
    }

    @Override
    public void notStored(NotStored event) {
        fragment(event.locator()).refused(event.reason());
    }

    @Override
    public void touched(Touched event) {
        PageVisit visit = pages.here();
        touches.add(event, visit == null ? "thread " + Thread.currentThread().getName() : visit.path());
    }

    @Override
    public void evicted(Evicted event) {
        evicted.put(event.key(), true);
        stored.evicted(event.key());
    }

    @Override
    public void storeFailed(StoreFailed event) {
        storeFailures.increment();
        lastStoreFailure = event.operation() + ": " + event.cause().getMessage();
    }

    private FragmentUsage fragment(Locator locator) {
        FragmentUsage known = fragments.get(locator);
        if (known != null) {
            return known;
        }
        return fragments.size() < MOST_FRAGMENTS ? fragments.computeIfAbsent(locator, FragmentUsage::new) : others;
    }

    /** When counting began, in microseconds since 1970. */
    public long since() {
        return since;
    }

    /** Look-ups of visitors that were not inside another fragment: the parts that pages were made of. */
    public Counts outermost() {
        return outermost;
    }

    /** All look-ups of visitors. */
    public Totals lookups() {
        return lookups;
    }

    /** Look-ups that no visitor waited for. */
    public Totals background() {
        return background;
    }

    /** How many holes were rendered. */
    public long holes() {
        return holes.sum();
    }

    /** How long a step of the counts over time is. */
    public static long stepMillis() {
        return STEP / 1_000;
    }

    /** Each fragment that was asked for; where they are too many, the rest as one. */
    public Stream<FragmentUsage> fragments() {
        return others.lookups().total() == 0
                ? fragments.values().stream()
                : Stream.concat(fragments.values().stream(), Stream.of(others));
    }

    /** Returns null if it was not asked for. */
    public @Nullable FragmentUsage of(Locator locator) {
        return fragments.get(locator);
    }

    /** The keys asked for recently that fit, at most so many. */
    public List<RecentLookup> asked(Predicate<RecentLookup> which, int most) {
        return asked.asMap().values().stream().filter(which).limit(most).toList();
    }

    /** Whether the readable form of a key holds this. */
    public static Predicate<RecentLookup> containing(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return candidate -> candidate.key().toString().toLowerCase(Locale.ROOT).contains(lower);
    }

    public Optional<RecentLookup> asked(Key key) {
        return Optional.ofNullable(asked.getIfPresent(key));
    }

    /** What touching this tag would outdate, of what is known to be stored. */
    public Reach reach(Tag tag) {
        return stored.reach(tag);
    }

    /** Tags of stored entries whose names hold this, the likeliest first. */
    public List<String> tags(String words, int most) {
        return stored.tags(words, most);
    }

    /** The last changes of templates that requests met, the newest first. */
    public List<TemplateChange> templates() {
        return templates.all();
    }

    /** The last touches, the newest first. */
    public List<TouchEffect> touches() {
        return touches.all();
    }

    /** The requests of pages, if a filter tells of them. */
    public PageLog pages() {
        return pages;
    }

    /** How many fragments were rendered in the background. */
    public long backgroundRenders() {
        return backgroundRenders.sum();
    }

    public long storeFailures() {
        return storeFailures.sum();
    }

    public @Nullable String lastStoreFailure() {
        return lastStoreFailure;
    }
}
