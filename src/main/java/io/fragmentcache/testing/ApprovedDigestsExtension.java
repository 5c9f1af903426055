package io.fragmentcache.testing;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;

/** Runs the check that {@link ApprovedDigests} describes. */
final class ApprovedDigestsExtension implements BeforeTestExecutionCallback {
    /** Stands for the engine of a directory. */
    static final class OfDirectory implements Supplier<ITemplateEngine> {
        @Override
        public ITemplateEngine get() {
            return new TemplateEngine();
        }
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) throws Exception {
        ApprovedDigests told = context.getRequiredTestMethod().getAnnotation(ApprovedDigests.class);
        if (told != null) {
            approval(told).check();
        }
    }

    private static DigestApproval approval(ApprovedDigests told) throws ReflectiveOperationException {
        DigestApproval approval = told.engine() == OfDirectory.class
                ? DigestApproval.ofDirectory(Path.of(told.templates()), told.suffix())
                : DigestApproval.of(supplier(told.engine()).get());
        return approval.lock(Path.of(told.lock()))
                .prefix(told.prefix())
                .locales(Stream.of(told.locales()).map(Locale::forLanguageTag).toArray(Locale[]::new));
    }

    private static Supplier<? extends ITemplateEngine> supplier(
            Class<? extends Supplier<? extends ITemplateEngine>> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }
}
