package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** A wrong property is refused when the application starts, with a sentence that names it and says what is allowed. */
class PropertiesTest {
    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FragmentCacheAutoConfiguration.class, FragmentCacheServletAutoConfiguration.class));

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            lifetime.fresh=soon                | lifetime.fresh = soon cannot be used.        | 'soon' is n
            lifetime.fresh=-1m                 | lifetime.fresh = -1m cannot be used.         | duration
            lifetime.stale=x                   | lifetime.stale = x cannot be used.           | 'x' is n
            lifetime.stale-after-touch=9d      | lifetime.stale-after-touch = 9d cannot be    | longer
            lifetime.on-error=no               | lifetime.on-error = no cannot be used.       | duration
            lifetime.jitter=2                  | lifetime.jitter = 2.0 cannot be used.        | share
            lifetime.jitter=x                  | lifetime.jitter = x cannot be used           | Write a number.
            profiles.news.fresh=x              | profiles.news.fresh = x cannot be used.      | duration
            profiles.news.frehs=1m             | no property fragment-cache.profiles.news.frehs | fragment-cache.profiles.<name>.fresh
            workers=0                          | workers = 0 cannot be used.                  | Write 1 or more.
            workers=many                       | workers = many cannot be used                | Write a number.
            join-timeout=soon                  | join-timeout = soon cannot be used           | Write a duration, for instance 500ms, 30s or 10m.
            join-timeout=0s                    | join-timeout = PT0S cannot be used.          | Write a duration above zero.
            soft-timeout=0s                    | soft-timeout = PT0S cannot be used.          | Write a duration above zero.
            render-timeout=0s                  | render-timeout = PT0S cannot be used.        | Write a duration above zero.
            replica-lag=0s                     | replica-lag = PT0S cannot be used.           | Write a duration above zero.
            secret=short                       | secret cannot be used.                       | Give at least 16
            enabled=perhaps                    | enabled = perhaps cannot be used             | Write true or false.
            strict=perhaps                     | strict = perhaps cannot be used              | Write true or false.
            store.type=tape                    | store.type = tape cannot be used             | Write one of memory, disk, redis.
            store.type=disk                    | store.type = disk cannot be used.            | It needs fragment-cache.store.directory too.
            store.memory=-1                    | store.memory = -1B cannot be used.           | Write 0 or more
            store.memory=lots                  | store.memory = lots cannot be used           | Write a size, for instance 64MB.
            store.typ=disk                     | no property fragment-cache.store.typ         | Did you mean fragment-cache.store.type?
            liftime.fresh=1m                   | no property fragment-cache.liftime.fresh     | Did you mean fragment-cache.lifetime.fresh?
            store.disk=1KB                     | store.disk = 1024B cannot be used.          | 1MB
            filter.enabled=perhaps             | filter.enabled = perhaps cannot be used      | Write true or false.
            filter.server-timing=perhaps       | filter.server-timing = perhaps cannot be     | Write true or false.
            inspector.enabled=perhaps          | inspector.enabled = perhaps cannot be used   | Write true or false.
            jpa.touch=perhaps                  | jpa.touch = perhaps cannot be used           | Write true or false.
            metrics.jfr=perhaps                | metrics.jfr = perhaps cannot be used         | Write true or false.
            propagate-context=perhaps          | propagate-context = perhaps cannot be used   | Write true or false.
            filter.name=two words              | filter.name = two words cannot be used.      | two words
            filter.max-age=0s                  | filter.max-age = PT0S cannot be used.        | Write a duration above zero.
            filter.cdn-max-age=0s              | filter.cdn-max-age = PT0S cannot be used.    | Write a duration above zero.
            filter.stale-while-revalidate=1m   | filter.stale-while-revalidate = PT1M cannot  | maxAge
            filter.stale-if-error=1m           | filter.stale-if-error = PT1M cannot be used. | maxAge
            edge.header=xkey                   | edge.header = xkey cannot be used.           | age
            edge.header=tags                   | edge.header = tags cannot be used            | Write one of surrogate-key, cache-tag, edge-cache-tag, xkey, cache-groups.
            edge.purge=varnish                 | edge.purge = varnish cannot be used.         | It needs fragment-cache.edge.header too.
            edge.purge=owl                     | edge.purge = owl cannot be used              | Write one of varnish, fastly, cloudflare, url.
            edge.holes=x y                     | edge.holes = x y cannot be used.             | from the application's root
            edge.hashed=perhaps                | edge.hashed = perhaps cannot be used         | Write true or false.
            edge.hard=perhaps                  | edge.hard = perhaps cannot be used           | Write true or false.
            edge.collect=soon                  | edge.collect = soon cannot be used           | Write a duration, for instance 500ms, 30s or 10m.
            edge.again=soon                    | edge.again = soon cannot be used             | Write a duration, for instance 500ms, 30s or 10m.
            edge.purge-url=:                   | edge.purge-url = : cannot be used            | Write an address, for instance https://edge.example/purge.
            profiles.news.jitter=x             | profiles.news.jitter = x cannot be used      | Write a number.
            store.disk=lots                    | store.disk = lots cannot be used             | Write a size, for instance 64MB.
            edge.purge-urn=x                   | no property fragment-cache.edge.purge-urn    | Did you mean fragment-cache.edge.purge-url?
            filter.etags=big                   | filter.etags = big cannot be used            | Write one of strong, weak, none.
            filter.order=first                 | filter.order = first cannot be used          | Write a number.
            digests.lock=classpath:nowhere     | digests.lock = class path resource [nowhere] cannot be used. | Write where digests.lock is
            """)
    void aWrongPropertyIsNamed(String property, String what, String allowed) {
        String[] needed = property.startsWith("store.disk")
                ? new String[] {"fragment-cache.store.type=disk", "fragment-cache.store.directory=" + directory}
                : new String[0];
        runner.withPropertyValues(needed)
                .withPropertyValues("fragment-cache." + property)
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = Failures.analyze(Objects.requireNonNull(context.getStartupFailure()));
                    assertThat(analysis.getDescription())
                            .contains("fragment-cache." + property.replaceAll("=.*", ""))
                            .contains(what);
                    assertThat(analysis.getAction()).contains(allowed);
                });
    }

    @Test
    void aPathOfTheInspectorThatCannotBeMappedIsNamed() {
        runner.withPropertyValues("fragment-cache.inspector.enabled=true", "fragment-cache.inspector.path=x y")
                .run(context -> assertThat(Failures.analyze(Objects.requireNonNull(context.getStartupFailure()))
                                .getDescription())
                        .isEqualTo("fragment-cache.inspector.path = x y cannot be used."));
    }

    @Test
    void aUriOfRedisIsNotRepeated() {
        runner.withPropertyValues("fragment-cache.store.type=redis", "fragment-cache.store.uri=http://me:hidden@x")
                .run(context -> {
                    FailureAnalysis analysis = Failures.analyze(Objects.requireNonNull(context.getStartupFailure()));
                    assertThat(analysis.getDescription()).isEqualTo("fragment-cache.store.uri cannot be used.");
                    assertThat(analysis.toString() + analysis.getAction()).doesNotContain("hidden");
                });
    }

    @Test
    void aRedisThatCannotBeReachedKeepsNoApplicationFromStarting() {
        runner.withPropertyValues("fragment-cache.store.type=redis", "fragment-cache.store.uri=redis://127.0.0.1:1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void lifetimesAreThoseOfTheProperties() {
        runner.withPropertyValues(
                        "fragment-cache.lifetime.fresh=7d",
                        "fragment-cache.lifetime.stale=1h",
                        "fragment-cache.lifetime.jitter=0",
                        "fragment-cache.profiles.news.fresh=forever")
                .run(context -> {
                    var settings = context.getBean(FragmentCache.class).engine().settings();
                    assertThat(settings.lifetime())
                            .hasToString(Lifetime.of("7d").stale("1h").jitter(0).toString());
                    assertThat(settings.profiles().get("news"))
                            .hasToString(Lifetime.of("forever").toString());
                });
    }

    @Test
    void theNamespaceIsTheNameOfTheApplication() {
        runner.withPropertyValues("spring.application.name=shop")
                .run(context -> assertThat(context.getBean(FragmentCache.class)
                                .engine()
                                .settings()
                                .namespace())
                        .isEqualTo("shop"));
    }

    @Test
    void mistakesAreErrorsWhileTemplatesAreNotCached() {
        runner.withPropertyValues("spring.thymeleaf.cache=false")
                .run(context -> assertThat(context.getBean(FragmentCache.class)
                                .engine()
                                .settings()
                                .strict())
                        .isTrue());
        runner.withPropertyValues("spring.thymeleaf.cache=false", "fragment-cache.strict=false")
                .run(context -> assertThat(context.getBean(FragmentCache.class)
                                .engine()
                                .settings()
                                .strict())
                        .isFalse());
        runner.run(context -> assertThat(
                        context.getBean(FragmentCache.class).engine().settings().strict())
                .isFalse());
    }
}
