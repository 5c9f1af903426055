package io.fragmentcache.testing;

import io.fragmentcache.FragmentCacheBuilder;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;

/** Builds what {@link FragmentTest} describes. */
final class FragmentTestExtension implements ParameterResolver {
    /** Stands for no engine. */
    static final class StringsOnly implements Supplier<ITemplateEngine> {
        @Override
        public ITemplateEngine get() {
            return new TemplateEngine();
        }
    }

    /** Stands for no settings. */
    static final class NoSettings implements CacheSettings {
        @Override
        public FragmentCacheBuilder apply(FragmentCacheBuilder builder) {
            return builder;
        }
    }

    private static final ExtensionContext.Namespace STAGES =
            ExtensionContext.Namespace.create(FragmentTestExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FragmentStage.class;
    }

    /** One for each test: its set-up and its method are given the same. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(STAGES).getOrComputeIfAbsent(FragmentStage.class, type -> stage(context));
    }

    private static FragmentStage stage(ExtensionContext context) {
        FragmentTest told = told(context.getRequiredTestClass());
        return FragmentStage.of(create(told.engine()).get(), create(told.settings()));
    }

    /** The annotation of the class, or of a class around it: nested tests share it. */
    private static FragmentTest told(Class<?> test) {
        for (Class<?> type = test; type != null; type = type.getEnclosingClass()) {
            Optional<FragmentTest> found = AnnotationSupport.findAnnotation(type, FragmentTest.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ParameterResolutionException("No @FragmentTest on " + test.getName() + ".");
    }

    private static <T> T create(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ParameterResolutionException(
                    type.getName() + " cannot be created. Give it a constructor without parameters.", e);
        }
    }
}
