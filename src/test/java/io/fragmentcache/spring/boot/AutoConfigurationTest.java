package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.thymeleaf.CacheDialect;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** The jar alone gives an application of Boot a cache. */
class AutoConfigurationTest {
    private static final String TEMPLATE = "<p cache:fragment=\"p\" cache:key=\"${id}\" th:text=\"${text}\">x</p>";

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FragmentCacheAutoConfiguration.class,
                    FragmentCacheServletAutoConfiguration.class,
                    ThymeleafAutoConfiguration.class));
    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FragmentCacheAutoConfiguration.class, FragmentCacheServletAutoConfiguration.class));

    @Test
    void theTemplateEngineOfBootKnowsTheDialect() {
        plain.withBean(StringTemplates.class).run(context -> {
            assertThat(context).hasSingleBean(FragmentCache.class).hasSingleBean(CacheDialect.class);
            ITemplateEngine engine = context.getBean(SpringTemplateEngine.class);
            assertThat(engine.process(TEMPLATE, of(1, "tea"))).isEqualTo("<p>tea</p>");
            assertThat(engine.process(TEMPLATE, of(1, "oat"))).isEqualTo("<p>tea</p>");
        });
    }

    @Test
    void withoutThymeleafThereIsNoCache() {
        plain.withClassLoader(new FilteredClassLoader(ITemplateEngine.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FragmentCache.class));
    }

    @Test
    void withoutTheWebThereIsNoFilter() {
        plain.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FilterRegistrationBean.class));
    }

    @Test
    void theFilterStandsBeforeSpringSecurity() {
        web.run(context -> assertThat(context.getBean(FilterRegistrationBean.class))
                .satisfies(filter -> assertThat(filter.getOrder()).isEqualTo(-110))
                .satisfies(filter -> assertThat(filter.getFilter()).isInstanceOf(FragmentCacheFilter.class)));
    }

    @Test
    void theFilterCanBeLeftOut() {
        web.withPropertyValues("fragment-cache.filter.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FilterRegistrationBean.class));
    }

    @Test
    void aStoreOfTheApplicationIsUsed() {
        Store two = CaffeineStore.ofMegabytes(1).inFrontOf(CaffeineStore.ofMegabytes(1));
        plain.withBean(Store.class, () -> two)
                .run(context -> assertThat(context.getBean(FragmentCache.class).describeStores())
                        .hasSize(two.describe().size()));
    }

    @Test
    void aCacheOfTheApplicationIsUsed() {
        plain.withBean(FragmentCache.class, () -> FragmentCache.inMemory().build())
                .run(context -> assertThat(context.getBean(CacheDialect.class).cache())
                        .isSameAs(context.getBean(FragmentCache.class)));
    }

    @Test
    void twoCachesNeedOneThatIsPrimary() {
        plain.withUserConfiguration(TwoCaches.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasMessageContaining("expected single matching bean but found 2: tea,oat"));
    }

    @Test
    void stoppingPausesAndStartingResumes() {
        plain.withBean(StringTemplates.class).run(context -> {
            SpringTemplateEngine engine = context.getBean(SpringTemplateEngine.class);
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();
            assertThat(engine.process(TEMPLATE, of(1, "tea"))).isEqualTo("<p>tea</p>");
            assertThat(engine.process(TEMPLATE, of(1, "oat"))).isEqualTo("<p>tea</p>");
        });
    }

    static Context of(int id, String text) {
        Context context = new Context();
        context.setVariable("id", id);
        context.setVariable("text", text);
        return context;
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoCaches {
        @Bean
        FragmentCache tea() {
            return FragmentCache.inMemory().build();
        }

        @Bean
        FragmentCache oat() {
            return FragmentCache.inMemory().build();
        }
    }
}
