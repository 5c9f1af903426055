package io.fragmentcache.spring.boot;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/**
 * The properties of the fragment cache. A property that the library does not know is an error.
 *
 * @param enabled Whether fragments are cached. If false, they are rendered for each request, and pages look the same.
 * @param strict Whether what is only warned of in production is an error. Defaults to true while templates are not cached
 *     (spring.thymeleaf.cache=false, which DevTools sets).
 * @param namespace Prefix of every key, so that applications can share a store. Defaults to spring.application.name.
 * @param lifetime Lifetime of fragments that do not declare one.
 * @param profiles Lifetimes by name, for cache:lifetime.
 * @param workers Number of fragments that are regenerated at the same time. Defaults to half the processors, at least two.
 * @param joinTimeout How long a request waits for another thread's render before it renders the fragment itself.
 * @param softTimeout How long a request waits where an outdated entry could be shown instead. Defaults to join-timeout.
 * @param renderTimeout How long a render may take before it is abandoned.
 * @param replicaLag How long database replicas take to have what was written. Defaults to none.
 * @param secret Signs the cookies of the cache. At least 16 bytes; the same on each node. Defaults to a random one.
 * @param propagateContext Whether regenerations take along what Micrometer's context propagation knows, such as a trace.
 * @param store Where fragments are stored.
 * @param filter What the servlet filter does.
 * @param edge What a network or proxy in front of the application is told.
 * @param inspector The inspector of fragments on their pages.
 * @param jpa Entities of Jakarta Persistence.
 * @param digests Digests of templates.
 * @param metrics Meters and events.
 */
@ConfigurationProperties(value = FragmentCacheProperties.PREFIX, ignoreUnknownFields = false)
public record FragmentCacheProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable Boolean strict,
        @Nullable String namespace,
        @DefaultValue @NestedConfigurationProperty LifetimeProperties lifetime,
        @DefaultValue Map<String, LifetimeProperties> profiles,
        @Nullable Integer workers,
        @DefaultValue("5s") Duration joinTimeout,
        @Nullable Duration softTimeout,
        @DefaultValue("30s") Duration renderTimeout,
        @Nullable Duration replicaLag,
        @Nullable String secret,
        @DefaultValue("true") boolean propagateContext,
        @DefaultValue StoreProperties store,
        @DefaultValue Filter filter,
        @DefaultValue Edge edge,
        @DefaultValue Inspector inspector,
        @DefaultValue Jpa jpa,
        @DefaultValue Digests digests,
        @DefaultValue Metrics metrics) {
    static final String PREFIX = "fragment-cache";

    /** Where fragments are stored. */
    public enum StoreType {
        /** In the heap. */
        MEMORY,
        /** In files behind the heap: a restart finds them. */
        DISK,
        /** In Redis behind the heap: many nodes share them. */
        REDIS
    }

    /** What the filter says of a page's state. */
    public enum ETags {
        STRONG,
        WEAK,
        NONE
    }

    /**
     * @param type Where fragments are stored.
     * @param memory How much of the heap fragments may take.
     * @param directory Directory of the files of a disk store. Required there.
     * @param disk How much the files of a disk store may take.
     * @param uri Address of Redis. May hold a password. Defaults to spring.data.redis.url, host, port and so on.
     */
    public record StoreProperties(
            @DefaultValue("memory") StoreType type,
            @DefaultValue("64MB") DataSize memory,
            @Nullable Path directory,
            @DefaultValue("512MB") DataSize disk,
            @Nullable String uri) {}

    /**
     * @param enabled Whether the filter is registered.
     * @param order Place of the filter among others. Defaults to before Spring Security, which is at -100.
     * @param name Name of the cache in Cache-Status.
     * @param serverTiming Whether Server-Timing is sent. For development.
     * @param etags Kind of ETag. Defaults to weak with server.compression.enabled, else strong.
     * @param maxAge How long browsers may show a page without asking. Not sent by default.
     * @param cdnMaxAge How long content delivery networks may show a page without asking. Not sent by default.
     * @param staleWhileRevalidate How long after that a page may be shown while it is fetched again.
     * @param staleIfError How long after that a page may be shown if the server cannot be reached.
     */
    public record Filter(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("-110") int order,
            @Nullable String name,
            @DefaultValue("false") boolean serverTiming,
            @Nullable ETags etags,
            @Nullable Duration maxAge,
            @Nullable Duration cdnMaxAge,
            @Nullable Duration staleWhileRevalidate,
            @Nullable Duration staleIfError) {}

    /** The header that carries a page's tags. */
    public enum EdgeHeader {
        /** Fastly. */
        SURROGATE_KEY,
        /** Cloudflare. */
        CACHE_TAG,
        /** Akamai. */
        EDGE_CACHE_TAG,
        /** Varnish with xkey. */
        XKEY,
        /** RFC 9875. */
        CACHE_GROUPS
    }

    /** Whom touches are told to. */
    public enum EdgePurger {
        VARNISH,
        FASTLY,
        CLOUDFLARE,
        /** A plain request to an address. */
        URL
    }

    /**
     * @param header Header that carries the tags of public pages. Not sent by default. Needs an age of the filter.
     * @param namespace Text before each tag. Defaults to fragment-cache.namespace.
     * @param hashed Whether tags are hashed, so that visitors learn no names of models.
     * @param purge What purges pages that were touched. Needs a header. Nothing by default.
     * @param purgeUrl Address that purges are sent to. Required with varnish and url.
     * @param purgeId Service of Fastly, or zone of Cloudflare. Required there.
     * @param purgeToken Token of Fastly or Cloudflare; with url it is sent as Authorization. Never logged.
     * @param collect How long touches are collected for one purge.
     * @param again After which time each purge is sent once more. Never by default.
     * @param hard Whether touched pages are dropped, so that the next visitor waits for the new one.
     * @param holes Path at which holes with cache:apart are served. They are filled in place by default.
     */
    public record Edge(
            @Nullable EdgeHeader header,
            @Nullable String namespace,
            @DefaultValue("false") boolean hashed,
            @Nullable EdgePurger purge,
            @Nullable URI purgeUrl,
            @Nullable String purgeId,
            @Nullable String purgeToken,
            @DefaultValue("20ms") Duration collect,
            @Nullable Duration again,
            @DefaultValue("false") boolean hard,
            @Nullable String holes) {
        /** Leaves the token out. */
        @Override
        public String toString() {
            return "Edge[" + header + ", " + purge + "]";
        }
    }

    /**
     * @param enabled Whether the inspector is mounted. It answers requests of this machine only.
     * @param path Path of the inspector.
     */
    public record Inspector(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("/_fragments") String path) {}

    /** @param touch Whether entities that were saved or deleted are touched after the commit. */
    public record Jpa(@DefaultValue("true") boolean touch) {}

    /** @param lock A digests.lock file. After a deployment the entry of a template's previous digest is shown once more. */
    public record Digests(@Nullable Resource lock) {}

    /**
     * @param cacheName Value of the tags cache and name of the meters that all caches have.
     * @param jfr Whether renders, touches and store failures are events of Java Flight Recorder.
     */
    public record Metrics(
            @DefaultValue("fragments") String cacheName,
            @DefaultValue("true") boolean jfr) {}
}
